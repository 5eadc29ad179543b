#pragma once
#include <string>
#include <vector>

namespace testskew {

/// How a value stands in texts that escape it, where that is not the value itself: in a string of Python (repr(), twice
/// too, and ascii()) or of JSON, and in a URL.
std::vector<std::string> escaped_spellings(const std::string& value);

}  // namespace testskew
