#pragma once
#include <optional>
#include <vector>

#include "attribute/engine.hpp"
#include "drill/bench.hpp"
#include "sides/factors.hpp"

/// Deltas that can only be exchanged together.
namespace testskew::drill {

/// True if all deltas of `set` could only be swapped in one piece, so that nothing shows which of them is the cause.
bool is_welded(const attribute::Finding& finding, const std::vector<int>& set);

/// The parts of a set that can only be exchanged together, if they are not all of it.
std::vector<std::vector<int>> blocks_in(const attribute::Finding& finding, const std::vector<int>& set);

/// The package of a welded set whose releases are worth a bisection, with the others of the set following as it needs
/// them: the one that the failure of the cluster touches, innermost. Returns nullopt if the failure touches none, or if
/// the interpreter is in the set, as then a release alone says nothing.
std::optional<int> touched_package(const DrilledCluster& drilled, const sides::Factors& factors,
                                   const std::vector<int>& set);

}  // namespace testskew::drill
