#pragma once
#include <string>
#include <vector>

#include "source.hpp"

namespace testskew::pack {

/// The rows of data/instead.toml: one line for each, the key and the text separated by U+001F. Throws
/// std::runtime_error for anything but one table [instead] of texts, none of them empty.
std::string merged_instead(const std::vector<Source>& sources);

}  // namespace testskew::pack
