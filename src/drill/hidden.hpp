#pragma once
#include <cstddef>
#include <vector>

#include "attribute/engine.hpp"

/// Failures that hide behind the one of a finding, as findings of their own.
namespace testskew::drill {

/// The finding on a failure that is `layer` layers behind the first hidden one of `whole`.
attribute::Finding finding_behind(const attribute::Finding& whole, std::size_t layer);

/// The deltas that bring the failures in front of that one.
std::vector<int> deltas_in_front(const attribute::Finding& whole, std::size_t layer);

}  // namespace testskew::drill
