#pragma once
#include <vector>

#include "attribute/engine.hpp"

namespace testskew::drill {

/// Clusters that follow the same deltas are two problems if they begin to fail at different places. Numbers the
/// problems anew, in the order in which the clusters come.
void part_by_boundary(std::vector<attribute::Finding>& findings);

}  // namespace testskew::drill
