#pragma once
#include <string>

#include "worlds/play.hpp"

namespace testskew::worlds {

/// How what the engine said compares with the truth.
struct Judgement {
    bool right = true;  ///< the true sets were named, for every cluster
    bool shown = true;  ///< every cause was confirmed as well
    int false_proven = 0, false_ruled_out = 0;
    int proven = 0;
    int sessions = 0;
    std::string what;  ///< the first mistake, for people; empty if there is none
};

/// Judges the end of a game. What can be built follows from rules of the judge's own (worlds/rules.hpp), not from the
/// engine's attribute::Needs: a fault in Needs would otherwise be in the verdict of the judge, too.
Judgement judge(const World& world, const Game& game);

}  // namespace testskew::worlds
