#pragma once
#include <string>
#include <vector>

#include "attribute/search.hpp"

namespace testskew::attribute {

/// A combination of the relevant deltas that must be seen `repeats` times, each time with other differences around it.
struct Pattern {
    Bits bad;
    int level = 0;  ///< what must come of it: Story::predict
};

/// One cluster's frozen hypothesis.
struct Claim {
    int cluster = 0;  ///< id
    const Story* story = nullptr;
    Bits floor, relevant;
    std::vector<Pattern> patterns;
};

Claim claim_of(const Question& question, const Needs& needs, int cluster, const Story& story);

/// A confirming session, planned before any of them is run.
struct PlannedSession {
    Bits bad;
    std::string reason;
    int copy = 0;  ///< Experiment::copy
};

/// A hybrid that was run, and in which of its environments.
struct SeenHybrid {
    Bits bad;
    int copy = 0;
};

/// The environment for another session of a hybrid: the first one that it was not run in yet.
int next_copy(const std::vector<SeenHybrid>& seen, const Bits& bad);

/// Is there but a handful of hybrids (eight, as of three deltas) with `floor` bad? Then a failure that each environment
/// draws for itself soon fits a claim by chance, so that a confirming session in a hybrid that was run before gets an
/// environment that is built anew.
bool few_hybrids(const Needs& needs, const Bits& floor);

struct PlanOptions {
    std::vector<SeenHybrid> seen;  ///< what was run before
    int repeats = 5;
    bool top_up = false;  ///< only what is missing, no factor's own cells
};

/// The confirming sessions of all claims, in random order: each set and each repair of each claim is seen `repeats`
/// times, in different hybrids where so many exist; each factor that no claim names gets its own repair and induce.
/// `done`: what earlier rounds already gave, by claim and pattern; then only what is missing is planned. `seen`:
/// hybrids that were run before; what a search saw is no evidence, and a failure that depends on the environment alone
/// repeats in it, so new hybrids come first.
std::vector<PlannedSession> plan_confirmation(const Question& question, const Needs& needs,
                                              const std::vector<Claim>& claims,
                                              const std::vector<std::vector<int>>& done, const PlanOptions& options,
                                              Random random);

/// What the confirming sessions said of one claim.
struct Outcome {
    std::vector<int> agreed;  ///< by pattern
    std::vector<const Run*> agreeing, contradicting;
    std::vector<const Run*> masked;  ///< failed otherwise where no failure was predicted: says nothing about this one,
                                     ///< as a session without a result
    int environments = 0;            ///< distinct ones among those of the agreeing sessions
    int fail_fail = 0, fail_other = 0, pass_fail = 0, pass_other = 0;  ///< predicted, observed
    bool confirmed = false;
};

Outcome evaluate(const Claim& claim, const std::vector<const Run*>& runs, int repeats);

/// The deltas of each factor, in the order of their first appearance.
std::vector<std::pair<std::string, Bits>> factors_of(const Question& question);

}  // namespace testskew::attribute
