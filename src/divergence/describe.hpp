#pragma once
#include "divergence/viewpoint.hpp"
#include "model/comparison.hpp"

namespace testskew::divergence {

/// A difference in words: where it is, what was different, and what each side then did. Values that may be secrets are
/// not shown.
Divergence describe(const Place& place, const Names& names);

}  // namespace testskew::divergence
