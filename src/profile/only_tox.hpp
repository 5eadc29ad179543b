#pragma once
#include <filesystem>

namespace testskew::profile {

/// Whether a project has a configuration of tox that runs pytest, and no other file says what its tests need.
bool only_tox_says_what_tests_need(const std::filesystem::path& project);

}  // namespace testskew::profile
