#pragma once
#include <map>
#include <vector>

#include "drill/drills.hpp"

namespace testskew::drill {

/// What is known of a delta without any session of its own.
Found known_of(Bench& bench, int index);

/// Looks into one delta of a set. Whatever goes wrong, the cause stays shown, with what is known without the
/// drill-down.
Found look_into(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int index);

/// What was found inside deltas, by their index.
using FoundByDelta = std::map<int, Found>;

/// One delta to be looked into.
struct Task {
    const DrilledCluster* drilled;
    const std::vector<int>* set;
    int index;
    FoundByDelta* found;  ///< where the result goes
};

/// Does the tasks, as many at the same time as sessions may run side by side.
void carry_out(Bench& bench, const std::vector<Task>& tasks);

}  // namespace testskew::drill
