#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "model/attribution.hpp"

namespace testskew::attribute {

/// What one entry of an ordered list gave. X counts as U: another failure tells neither.
using EntryResult = std::pair<int, CellResult>;

struct FirstBad {
    std::vector<int> next;  ///< entries to be tried now, side by side; empty: concluded
    int last_good = -1, first_bad = -1;
    std::vector<int> skipped;   ///< between the two, could not be tried: the first bad one may be one of them
    bool confirmed = false;     ///< the boundary gave the same results `repeats` times
    bool contradicted = false;  ///< an entry gave two results, or a good one lies above a bad one
};

/// The first bad entry of 0 .. count-1, where entry 0 is good and the last is bad: releases between two versions, minor
/// versions. Replayed like the engine: `log` holds every result so far, in order. Bisection (git bisect's, with skips):
/// an entry that cannot be built is passed over for the nearest that can. `repeats`: results wanted of each side of the
/// boundary. Throws std::invalid_argument where count < 2 or the log names an entry that is not there.
FirstBad first_bad(int count, const std::vector<EntryResult>& log, int repeats = 2);

}  // namespace testskew::attribute
