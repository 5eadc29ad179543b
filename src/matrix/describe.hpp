#pragma once
#include <vector>

#include "matrix/conditions.hpp"

namespace testskew::matrix {

/// How far a search goes before a greedy one takes its place.
struct SearchLimits {
    std::size_t conditions = 4;       ///< of a conjunction
    std::size_t steps = 200'000;      ///< of the search for all shortest conjunctions
    std::size_t told = 5;             ///< descriptions of the same length
    std::size_t of_two_halves = 250;  ///< conditions that are tried for a description of two conjunctions
};

/// A conjunction with what is needed to ask whether a leg meets it.
using Tests = std::vector<Test>;

/// What was found for the legs in which something fails.
struct Described {
    DescribedAs as = DescribedAs::everywhere;
    bool greedy = false;
    std::vector<std::vector<Tests>> found;  ///< descriptions: the conjunctions of each
    std::size_t more = 0;
    LegSet wrongly;  ///< of `near`
};

/// The shortest descriptions of `failing` among `failing` and `passing`, which have no leg in common. All shortest
/// conjunctions are found, by a search that branches on the passing leg that the fewest conditions exclude (a minimum
/// set cover); where that takes too many steps, one is found by taking the condition that excludes most (Chvatal, A
/// greedy heuristic for the set-covering problem, 1979), which need not be the shortest.
Described describe(const std::vector<Column>& columns, const LegSet& failing, const LegSet& passing,
                   const SearchLimits& limits = {});

/// Whether a leg with these ranks meets one of the conjunctions. nullopt if it is not known of it.
std::optional<bool> meets(const std::vector<Tests>& any, const std::vector<Rank>& ranks);

}  // namespace testskew::matrix
