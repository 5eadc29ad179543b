#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "worlds/world.hpp"

namespace testskew::worlds {

/// All kinds of worlds, in the order of the accuracy table.
const std::vector<std::string>& world_kinds();

/// True if chance takes part in the failures of this kind.
bool has_chance(const std::string& kind);

/// A random world of that kind; the same seed gives the same world on every machine. Throws std::invalid_argument for
/// an unknown kind.
World make_world(const std::string& kind, std::uint64_t seed);

}  // namespace testskew::worlds
