#pragma once
#include <string>

#include "model/comparison.hpp"

namespace testskew::divergence {

/// A value as a report shows it. `secret` says that it comes from a statement that asks for a variable of the
/// environment. Then only None, True and False are shown.
std::string shown_value(const std::string& text, bool secret);

/// Sets the shown values of both sides, each around the place where the two differ. Both are empty if they differ only
/// in what the trace does not keep.
void show_values(Divergence& result, const std::string& bad, const std::string& good, bool secret);

}  // namespace testskew::divergence
