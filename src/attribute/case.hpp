#pragma once
#include "attribute/claim.hpp"
#include "attribute/story.hpp"
#include "model/enums.hpp"

namespace testskew::attribute {

/// Everything that the engine holds of one group of tests until it concludes.
struct Case {
    TestGroup group;
    Story story;
    CaveatKind caveat = CaveatKind::none;  ///< why there is no search or no claim
    bool searched = false;                 ///< the search ended
    /// The failure came or went with a suspect, so the search goes on from there and runs all tests.
    bool led = false;
    bool flaky = false, only_side_by_side = false, context_dependent = false;
    bool refuted = false;  ///< the confirming sessions contradict the claim
    /// A part of what the claim takes for one element brings the failure, as sessions have shown that contradict it.
    bool too_much = false;
    bool alone_failed = false;  ///< a claim found among the failing tests alone was refuted with all of them
    Confirmation confirmation;
};

}  // namespace testskew::attribute
