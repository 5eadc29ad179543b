#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/profile.hpp"
#include "profile/project.hpp"

namespace testskew::profile {

/// What the command line says about the two profiles to compare.
struct LoadOptions {
    std::filesystem::path from;            ///< relative files that the command line names are relative to this folder
    std::optional<std::string> bad, good;  ///< --bad and --good
    std::vector<std::string> targets;      ///< replace the targets of both sides, unless they are empty
    std::vector<std::string> pytest_args;  ///< are added to the options of both sides
};

/// The two profiles to compare: --bad and --good, else those of [run], else the profiles `ci` and `local`. Two profiles
/// of one name get the suffixes "-bad" and "-good". Throws Error (usage) if one of them cannot be found, is unfinished
/// or is wrong.
ProfilePair load_pair(const Project& project, const LoadOptions& options);

/// One profile by its name (the project's profiles, then the built-in ones), as a TOML file ("ci.toml",
/// "other/testskew.toml:ci"), as a bare version ("3.11"), as the path of an interpreter or a virtual
/// environment, or as `here`, the virtual environment in use. Relative paths are relative
/// to the folder `from`. Throws Error (usage) if there is no such profile or it is wrong.
Profile load(const Project& project, const std::string& asked, const std::filesystem::path& from);

/// One line of `testskew profiles`.
struct Summary {
    std::string name, origin, description;
};

/// The profiles of the project in the order of its file, then the built-in ones.
std::vector<Summary> list(const Project& project);

}  // namespace testskew::profile
