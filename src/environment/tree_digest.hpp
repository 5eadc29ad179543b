#pragma once
#include <filesystem>
#include <string>

#include "environment/footprint.hpp"

namespace testskew::environment {

/// Returns a digest of the names, sizes and times of everything in an environment except bytecode. It changes if a test
/// installs something into its environment, or removes something from it. `footprint` gets all that is there, bytecode
/// too. 2,500 files take about 15 ms.
std::string tree_digest(const std::filesystem::path& folder, Footprint* footprint = nullptr);

}  // namespace testskew::environment
