#pragma once
#include <optional>
#include <vector>

#include "matrix/describe.hpp"

namespace testskew::matrix {

/// A leg that would tell descriptions apart.
struct Telling {
    std::size_t like = 0;
    std::optional<Test> changed;  ///< what it would have otherwise; nullopt: that leg itself
    std::vector<std::size_t> fails, passes;
};

/// The leg that divides these descriptions most evenly into those that say that it fails and those that say that it
/// passes: one of `open`, which are recorded without a plain result, or else a failing leg with one thing as a passing
/// leg has it, or later or earlier than any. nullopt if no such leg divides them.
std::optional<Telling> tell_apart(const std::vector<std::vector<Tests>>& descriptions,
                                  const std::vector<Column>& columns, const LegSet& failing, const LegSet& passing,
                                  const LegSet& open);

/// The pair of a failing and a passing leg that differ in the fewest columns that make a leg; of several, the one whose
/// values lie nearest to each other. nullopt if there is no pair.
std::optional<NearestPair> nearest_pair(const std::vector<Column>& columns, const LegSet& failing,
                                        const LegSet& passing);

}  // namespace testskew::matrix
