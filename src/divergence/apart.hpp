#pragma once
#include <string>
#include <utility>

namespace testskew::divergence {

/// The parts of the texts of two values that show how they differ: both texts around the first character that differs,
/// without the escape codes of colours. A text that ends with "..." is the beginning of a longer one. If the known text
/// is the same, both results are empty; if only colours differ, the result says so.
std::pair<std::string, std::string> apart(const std::string& bad, const std::string& good);

}  // namespace testskew::divergence
