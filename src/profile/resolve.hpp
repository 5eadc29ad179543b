#pragma once
#include <string>
#include <vector>

#include "profile/layer.hpp"
#include "profile/profile.hpp"

namespace testskew::profile {

/// A built-in profile's layer; nullopt where there is none of that name.
std::optional<Layer> built_in(const std::string& name);
std::vector<std::string> built_in_names();

/// Every name that could be meant: the project's profiles, then the built-in ones.
std::vector<std::string> known_names(const Project& project);

/// The layer that a name, file, version or path means, `extends` not followed. Relative files are relative to `from`.
/// Throws Error (usage) naming the nearest and all profiles.
Layer find_layer(const Project& project, const std::string& asked, const std::filesystem::path& from);

/// The layer with everything that it extends merged in: the child wins, variables are merged by name, lists are
/// replaced. Throws Error (usage) for a cycle, naming it.
Layer resolve(const Project& project, const Layer& layer);

/// Does this look like a version ("3.11", "3.11.14", "3.15.0rc1", "3.13t") or the name of another implementation
/// ("pypy3.10")?
bool is_bare_version(const std::string& text);

/// One line of a requirements file that was written relative to `from`, relative to `to`.
std::string rebase_line(const std::string& line, const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace testskew::profile
