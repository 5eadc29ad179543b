#pragma once
#include <string>
#include <string_view>

namespace testskew::compare {

/// Returns `text` with placeholders for what varies from one run to the next: <addr>, <uuid>, <time>, <url>, <path>,
/// <tmp>, <hex>, and # for numbers.
std::string normalise(std::string_view text);

}  // namespace testskew::compare
