#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "workspace/tree.hpp"
#include "workspace/workspace.hpp"

namespace testskew::workspace {

/// Returns the paths below `below` in which two trees differ, sorted. An empty `below` means everywhere. See
/// Workspaces::differences. The write bits of group and others do not count, because they only tell the umask of
/// whoever checked the files out.
std::vector<FileDelta> tree_differences(const std::filesystem::path& bad, const std::filesystem::path& good,
                                        const std::string& below, const Skip& skip);

}  // namespace testskew::workspace
