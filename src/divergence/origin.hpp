#pragma once
#include <functional>

#include "divergence/viewpoint.hpp"

namespace testskew::divergence {

/// Follows a difference back to where it came from: from a statement to what it called, to the variables that it read,
/// to the arguments of its function and to the names of modules, as long as these differ too. Differences for which
/// `noise` is true are not followed.
Place origin(Place from, const Story& imports, const Names& names, const std::function<bool(const Difference&)>& noise);

}  // namespace testskew::divergence
