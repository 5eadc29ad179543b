#pragma once
#include <filesystem>

#include "explain/symptoms.hpp"

namespace testskew::explain {

/// Reads files below `project`, each of them once. The tested program chose the paths, so a file is not read if its
/// path leads out of the project, or if it is not a plain file of a source's size.
ReadSource read_below(const std::filesystem::path& project);

}  // namespace testskew::explain
