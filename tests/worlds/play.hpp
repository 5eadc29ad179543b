#pragma once
#include <cstdint>

#include "worlds/world.hpp"

namespace testskew::worlds {

/// Everything that happened, and what the engine concluded.
struct Game {
    attribute::Log log;
    attribute::Conclusion conclusion;
    /// How often as many sessions as may run side by side were begun together. A batch of more takes several rounds.
    int rounds = 0;
    /// All sessions, also those that were run ahead and never asked for.
    int sessions = 0;
};

/// Plays the engine against the world until it concludes. Throws std::logic_error if it never does.
Game play(const World& world, std::uint64_t seed);

}  // namespace testskew::worlds
