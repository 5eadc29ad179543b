#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "workspace/git.hpp"

namespace testskew::workspace {

/// Those of these files of the project that exist and that git ignores, so that no clone has them. Paths are relative
/// to `project`.
std::vector<std::string> ignored_files(const GitPlace& place, const std::filesystem::path& project,
                                       const std::vector<std::string>& files);

}  // namespace testskew::workspace
