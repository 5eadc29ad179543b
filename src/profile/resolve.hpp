#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "profile/project.hpp"
#include "profile/settings.hpp"

namespace testskew::profile {

/// The settings of a built-in profile; nullopt if there is none of that name.
std::optional<Settings> built_in(const std::string& name);

/// The names of the built-in profiles: the versions in order, then the others.
std::vector<std::string> built_in_names();

/// Every name that a user can give: the project's profiles, then the built-in ones.
std::vector<std::string> known_names(const Project& project);

/// The settings that a name, a file, a version or a path stands for. `extends` is not followed. Relative files are
/// relative to the folder `from`. Throws Error (usage) that names the nearest profile and all profiles.
Settings find_settings(const Project& project, const std::string& asked, const std::filesystem::path& from);

/// The settings of a profile that a user asks for. They are those of find_settings(), except that a bare version gets
/// what tox says of it, if only tox says what the tests need.
Settings asked_settings(const Project& project, const std::string& asked, const std::filesystem::path& from);

/// The settings, merged with everything that they extend: the child wins, variables are merged by name, and lists are
/// replaced. Throws Error (usage) that names the cycle if there is one.
Settings resolve(const Project& project, const Settings& settings);

/// Whether this looks like a version ("3.11", "3.11.14", "3.15.0rc1", "3.13t") or like the name of another
/// implementation ("pypy3.10").
bool is_bare_version(const std::string& text);

}  // namespace testskew::profile
