#pragma once
#include <string>

#include "model/enums.hpp"

namespace testskew {

/// How often a failure came in the sessions of one side.
struct SideRate {
    int failed = 0, sessions = 0;
    /// Bounds of the true rate that hold after any number of sessions, each with an error of at most 5 %.
    double low = 0, high = 1;
};

/// How often a failure came when both sides were run in pairs, again and again (testskew attribute --rate). It shows
/// whether the rates of the two sides differ, and never what they follow.
struct RateComparison {
    SideRate bad, good;
    int only_bad = 0, only_good = 0;  ///< in how many pairs it came on this side alone
    int lost = 0;                     ///< pairs of which a session gave no result
    /// How much likelier the pairs are if the rates differ than if they do not (an e-value); 20 and more show it.
    double evidence = 1;
    bool shown = false;                         ///< the rates differ, said with an error of at most 5 %
    bool alone = false;                         ///< the failing tests ran without the others
    ObstacleKind stopped = ObstacleKind::none;  ///< why it ended before anything was shown
    std::string digest;                         ///< of what was compared: only pairs of the same are added up

    int pairs() const { return bad.sessions; }
    /// The side on which it comes more often, as far as that was seen.
    SideName more() const { return only_bad >= only_good ? SideName::bad : SideName::good; }
};

}  // namespace testskew
