#pragma once
#include <filesystem>
#include <string>
#include <vector>

/// Projects in the folders of a project, as in a repository with several packages.
namespace testskew::profile {

/// The folders below the project, nearest to each target, that declare what is installed, each once.
std::vector<std::filesystem::path> projects_of_targets(const std::filesystem::path& project,
                                                       const std::vector<std::string>& targets);

/// The folders below the project that declare what is installed and hold test files, sorted. Empty if they are many.
std::vector<std::filesystem::path> tested_projects_below(const std::filesystem::path& project);

}  // namespace testskew::profile
