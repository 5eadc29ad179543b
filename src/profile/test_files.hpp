#pragma once
#include <filesystem>
#include <vector>

namespace testskew::profile {

/// The test files and conftest.py files of a project, in the order of their names; at most 400, and none that is larger
/// than 400 kB. Folders that hold no tests of the project are passed over.
std::vector<std::filesystem::path> test_files(const std::filesystem::path& project);

/// Whether there are test files in a folder or below it.
bool has_test_files(const std::filesystem::path& folder);

}  // namespace testskew::profile
