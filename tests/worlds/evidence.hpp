#pragma once
#include <cstdint>

#include "worlds/world.hpp"

namespace testskew::worlds {

/// Gives every cluster of a world suspects, as evidence would. With the chance `right` the first of them is a set of
/// the truth, a part of it, or more than it; otherwise it has nothing to do with the truth. The second one is any
/// delta. Where the failure follows nothing, both are any deltas.
void add_evidence(World& world, double right, std::uint64_t seed);

}  // namespace testskew::worlds
