#pragma once
#include <string>
#include <vector>

#include "cli/options.hpp"

namespace testskew::cli {

/// True if these words are two files, which are compared with each other.
bool names_two_recordings(const std::vector<std::string>& words);

/// Compares all legs of a matrix at once, and prints one table. Throws Error (exit code 2) if there are not two
/// recordings that can be used.
ExitCode compare_matrix(const Options& options);

}  // namespace testskew::cli
