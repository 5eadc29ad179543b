#pragma once
#include "investigation/base.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "sides/side.hpp"

namespace testskew::investigation {

/// The plugin that draws another order of the tests for each session of this side: "pytest-randomly", which does so
/// unless it has a seed, or "pytest-random-order", which does so if it is told to. "" if there is none.
std::string random_order(const Recording& recording, const Selection& selection);

/// Adds to each flaky cluster in how many sessions of each side it failed. Where a side draws the order of its tests,
/// that is said instead of what else its sessions may have differed in.
void explain_flaky(const sides::SidePair& sides, const Base& base, Attribution& attribution, Comparison& comparison);

}  // namespace testskew::investigation
