#pragma once
#include "laboratory/laboratory.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::laboratory {

/// For causes that are packages: what of the function, class or module that the failure is about the good side's release has and the bad side's has
/// not, added to Cause::api. Both releases are read as they stand in the two environments, by griffe, without importing them; griffe lives in an
/// environment of its own in testskew's cache, made by uv when it is first needed. Where that cannot be had nothing is added, and the
/// attribution's note says why. Throws Interrupted only.
void explain_packages(Laboratory& laboratory, const SidePair& sides, const Comparison& comparison, Attribution& attribution);

}  // namespace testskew::laboratory
