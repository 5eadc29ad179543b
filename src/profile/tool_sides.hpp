#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "profile/settings.hpp"

/// Sides that other tools describe: `tox:py311` and `nox:tests-3.11`.
namespace testskew::profile {

/// The settings of `tox:NAME` or `nox:NAME`; nullopt if `asked` is neither. Throws Error (usage) if there is no such
/// environment, or if it cannot be understood.
std::optional<Settings> tool_side(const std::string& asked, const std::filesystem::path& project);

/// Adds to the settings of a bare version what tox's environment for that version says, if only tox says what the tests
/// of the project need. `version` is "3.11" or "3.11.4".
void add_tox_environment(const std::string& version, const std::filesystem::path& project, Settings& settings);

}  // namespace testskew::profile
