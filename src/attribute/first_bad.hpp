#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "model/enums.hpp"

namespace testskew::attribute {

/// An entry of an ordered list and its result. Another failure counts as no result, because it means neither good nor
/// bad.
using EntryResult = std::pair<int, CellResult>;

/// Where a list turns from good to bad, as far as it is known.
struct FirstBad {
    std::vector<int> next;  ///< entries to be tried now, side by side; if there are none, the search is over
    int last_good = -1, first_bad = -1;
    std::vector<int> skipped;   ///< entries between the two that gave no result: the first bad one may be one of them
    bool confirmed = false;     ///< the boundary gave the same results `repeats` times
    bool contradicted = false;  ///< an entry gave two results, or a good one lies above a bad one
};

/// Finds the first bad entry of 0 .. count-1, of which entry 0 is good and the last one is bad. The entries may be the
/// releases between two versions, for example. The search is replayed like the engine: `log` holds every result so far,
/// in order. It bisects as git bisect does with skips: instead of an entry that cannot be built, it takes the nearest
/// one that can. `repeats` is the number of results that each side of the boundary needs. Throws std::invalid_argument
/// if count < 2, or if the log names an entry that does not exist.
FirstBad first_bad(int count, const std::vector<EntryResult>& log, int repeats = 2);

}  // namespace testskew::attribute
