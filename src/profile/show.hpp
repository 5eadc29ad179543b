#pragma once
#include <filesystem>
#include <string>

#include "profile/project.hpp"

namespace testskew::profile {

/// The profile as TOML that can be read again, with `extends` followed. A comment after each setting says where it
/// comes from. A setting that is missing is shown as a comment with its default. `name` and `from` are those of load().
/// Throws Error (usage) as load() does.
std::string show(const Project& project, const std::string& name, const std::filesystem::path& from);

}  // namespace testskew::profile
