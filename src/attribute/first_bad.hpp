#pragma once
#include <optional>
#include <utility>
#include <vector>

#include "model/enums.hpp"

namespace testskew::attribute {

/// What one entry of an ordered list gave. Another failure counts as no result, as it says neither.
using EntryResult = std::pair<int, CellResult>;

/// Where a list turns from good to bad, as far as it is known.
struct FirstBad {
    std::vector<int> next;  ///< entries to be tried now, side by side; empty: the search is over
    int last_good = -1, first_bad = -1;
    std::vector<int> skipped;   ///< entries between the two that gave no result: the first bad one may be one of them
    bool confirmed = false;     ///< the boundary gave the same results `repeats` times
    bool contradicted = false;  ///< an entry gave two results, or a good one lies above a bad one
};

/// The first bad entry of 0 .. count-1, of which entry 0 is good and the last is bad: the releases between two
/// versions, for example. It is replayed like the engine: `log` holds every result so far, in order. It bisects like
/// git bisect with skips: an entry that cannot be built is passed over for the nearest that can. `repeats`: the results
/// wanted of each side of the boundary. Throws std::invalid_argument if count < 2, or if the log names an entry that is
/// not there.
FirstBad first_bad(int count, const std::vector<EntryResult>& log, int repeats = 2);

}  // namespace testskew::attribute
