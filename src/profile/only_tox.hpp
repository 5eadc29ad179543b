#pragma once
#include <filesystem>
#include <memory>

#include "profile/tox_environment.hpp"

namespace testskew::profile {

/// The configuration of tox in a project, if it runs pytest and no other file says what the tests need; else nullptr.
std::unique_ptr<ToxConfiguration> tox_that_alone_says_what_tests_need(const std::filesystem::path& project);

}  // namespace testskew::profile
