#pragma once
#include <vector>

#include "attribute/needs.hpp"
#include "attribute/story.hpp"

namespace testskew::attribute {

/// A combination of the relevant deltas. It must be seen several times, each time with other differences around it.
struct Pattern {
    Bits bad;
    int level = 0;  ///< what must come of it (Story::predict)
};

/// The frozen hypothesis of one group, as the confirming sessions test it.
struct Claim {
    int cluster = 0;  ///< id
    const Story* story = nullptr;
    Bits floor, relevant;
    std::vector<Pattern> patterns;
};

/// The claim that `story` makes: one pattern for each set and for each hit. The story must outlive it.
Claim claim_of(const Question& question, const Needs& needs, int cluster, const Story& story);

/// What the confirming sessions said of one claim. The runs belong to the Knowledge that they were taken from.
struct Confirmation {
    std::vector<int> agreed;  ///< for each pattern, the number of sessions that gave the predicted result
    std::vector<const Run*> agreeing, contradicting;
    /// Sessions that failed in another way although no failure was predicted, or in a way in which others failed
    /// without the claimed cause. Like a session without a result, they say nothing about this failure.
    std::vector<const Run*> masked;
    /// The number of distinct environments of the agreeing sessions; copies of one hybrid count separately.
    int environments = 0;
    int hybrids = 0;                                                   ///< of them, with copies counted once
    int fail_fail = 0, fail_other = 0, pass_fail = 0, pass_other = 0;  ///< the counts by predicted and observed result
    bool confirmed = false;
};

/// Compares the confirming sessions with the claim. The claim is confirmed if each pattern was seen `repeats` times and
/// nothing contradicts it.
Confirmation evaluate(const Claim& claim, const std::vector<const Run*>& runs, int repeats);

}  // namespace testskew::attribute
