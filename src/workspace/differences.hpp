#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "workspace/tree.hpp"
#include "workspace/workspace.hpp"

namespace testskew::workspace {

/// Where the trees differ below `below` ("" everywhere), sorted by path; see Workspaces::differences. Of modes only
/// what git can say or a test can trip over counts: the write bits of group and others are the umask of whoever checked
/// out.
std::vector<FileDelta> tree_differences(const std::filesystem::path& bad, const std::filesystem::path& good,
                                        const std::string& below, const Skip& skip);

}  // namespace testskew::workspace
