#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

namespace testskew::report {

/// One row of the evidence: what was run, what the result was, and how often it was seen.
struct Evidence {
    std::string label, session, result, count;
};
/// The rows on repair and induce of each factor of the problem's cause.
std::vector<Evidence> evidence(const Report& report, const Problem& problem);

/// The rows on a failure that hides behind the one of the problem: sessions of the good side with what brings it.
std::vector<Evidence> evidence_of_layer(const Report& report, const Problem& problem, const CauseLayer& layer);

/// What "pass" means in the rows of tests that fail on both sides, differently; empty for all other problems.
std::string meaning_of_passing(const Report& report, const Problem& problem);

}  // namespace testskew::report
