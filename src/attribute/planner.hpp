#pragma once
#include <string>
#include <vector>

#include "attribute/claim.hpp"
#include "attribute/hybrids.hpp"
#include "attribute/random.hpp"

namespace testskew::attribute {

/// A confirming session, planned before any of them is run.
struct PlannedSession {
    Bits bad;
    std::string reason;
    int copy = 0;  ///< Experiment::copy
};

/// What a plan of confirming sessions depends on besides the claims.
struct PlanOptions {
    /// The hybrids that were run before. New hybrids are preferred: what the search has seen is no evidence for the
    /// claim, and a failure that depends on the environment alone repeats in the same environment.
    std::vector<SeenHybrid> seen;
    /// Of these, the ones that were foretold by every claim before they were run, with a result. They are not planned
    /// again.
    std::vector<Bits> foretold = {};
    int repeats = 5;
    bool top_up = false;  ///< plan only the missing sessions, and no factor's own cells
};

/// The confirming sessions of all claims, in random order. Each set and each hit of each claim is seen `repeats` times,
/// in different hybrids as long as there are so many; each factor that no claim names gets its own repair and induce.
/// `done` says how often earlier rounds saw each pattern, by claim and pattern, so that only the rest is planned.
std::vector<PlannedSession> plan_confirmation(const Question& question, const Needs& needs,
                                              const std::vector<Claim>& claims,
                                              const std::vector<std::vector<int>>& done, const PlanOptions& options,
                                              Random random);

}  // namespace testskew::attribute
