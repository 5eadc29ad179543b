#pragma once
#include <string>

#include "model/comparison.hpp"

namespace testskew::divergence {

/// A value as a report shows it. `secret`: it comes of a statement that asks for a variable of the environment, so
/// nothing is shown but None, True and False.
std::string shown_value(const std::string& text, bool secret);

/// Sets what came out on each side, each around the place where the two values part. Both are empty if they differ only
/// in what the trace does not keep.
void show_values(Divergence& result, const std::string& bad, const std::string& good, bool secret);

}  // namespace testskew::divergence
