#pragma once
#include <string>
#include <vector>

#include "source.hpp"

namespace testskew::pack {

/// The rows of data/instead.toml, one line for each, with the key and the text separated by U+001F. Throws
/// std::runtime_error unless the file is one table [instead] of texts that are not empty.
std::string merged_instead(const std::vector<Source>& sources);

}  // namespace testskew::pack
