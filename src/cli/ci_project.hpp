#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "profile/project.hpp"

namespace testskew::cli {

/// The profile of the oldest leg of a CI, which a project without a testskew.toml has if it is asked for.
constexpr const char* oldest_leg = "ci-oldest";

/// The project around a folder. Without a testskew.toml it has the profiles `ci` and `local` that `testskew init` would
/// write, if one of the asked names is missing or is one of these and the project's CI can be read. `asked` are the
/// names that the command line gives, nullopt for one that it leaves out. If `ci-oldest` is among them, and the CI has
/// another leg with an older Python that can be had here, that leg is a profile of this name.
profile::Project project_with_ci(const std::filesystem::path& start,
                                 const std::vector<std::optional<std::string>>& asked);

}  // namespace testskew::cli
