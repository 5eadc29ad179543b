#pragma once
#include <filesystem>
#include <string>

namespace testskew::environment {

/// Returns a digest of the names, sizes and times of everything in an environment except bytecode. It changes if a test
/// installs something into its environment, or removes something from it. It also adds up the size in bytes. 2,500
/// files take about 15 ms.
std::string tree_digest(const std::filesystem::path& folder, long* size = nullptr);

}  // namespace testskew::environment
