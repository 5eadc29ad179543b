#pragma once
#include <filesystem>
#include <string>

#include "profile/project.hpp"

namespace testskew::profile {

/// The profile as TOML that can be read again, with `extends` followed. Each setting has the place that it comes from
/// as a comment; a setting that is not there is a comment with its default. `name` and `from` are those of load().
/// Throws Error (usage) as load() does.
std::string show(const Project& project, const std::string& name, const std::filesystem::path& from);

}  // namespace testskew::profile
