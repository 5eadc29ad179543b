#pragma once
#include <string>
#include <utility>

namespace testskew::divergence {

/// What of the texts of two values shows that they are two: both around the first character that differs, without the
/// escapes of colours. A text that ends with "..." is the beginning of a longer one. If nothing that is known differs,
/// both are empty; if only colours differ, the result says so.
std::pair<std::string, std::string> apart(const std::string& bad, const std::string& good);

}  // namespace testskew::divergence
