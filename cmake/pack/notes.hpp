#pragma once
#include <string>
#include <vector>

#include "source.hpp"

namespace testskew::pack {

/// The notes of data/notes (docs/notes.md), one line for each. The fields are separated by U+001F, and the items of a
/// list by U+001E. Throws std::runtime_error that names the note and what is wrong with it.
std::string merged_notes(const std::vector<Source>& sources);

}  // namespace testskew::pack
