#pragma once
#include <string>

#include "worlds/play.hpp"

namespace testskew::worlds {

/// How the engine's answer compares with the truth.
struct Judgement {
    bool right = true;  ///< the true sets were named, for every cluster
    bool shown = true;  ///< every cause was confirmed as well
    int false_proven = 0, false_ruled_out = 0;
    int proven = 0;
    int sessions = 0;
    std::string what;  ///< the first mistake in words; empty if there is none
};

/// Judges the end of a game. The judge decides what can be built by its own rules (worlds/rules.hpp) and not by the
/// engine's attribute::Needs, because a fault in Needs would otherwise be in the judge's verdict as well.
Judgement judge(const World& world, const Game& game);

}  // namespace testskew::worlds
