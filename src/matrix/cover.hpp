#pragma once
#include <vector>

#include "matrix/conditions.hpp"

namespace testskew::matrix {

/// Covers of a set by some of the given sets: the numbers of the sets of each cover, in order.
struct Covers {
    std::vector<std::vector<std::size_t>> found;  ///< all that are smallest, each once
    bool greedy = false;                          ///< the search was cut: one cover, which need not be smallest
};

/// All smallest covers of `wanted` with at most `most` sets. Where the search takes more than `steps`, or needs more
/// sets, one greedy cover. Empty if the sets together do not cover it.
Covers covers(const LegSet& wanted, const std::vector<LegSet>& sets, std::size_t most, std::size_t steps);

}  // namespace testskew::matrix
