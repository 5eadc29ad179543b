#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/profile.hpp"
#include "profile/changes.hpp"
#include "profile/project.hpp"

namespace testskew::profile {

/// What the command line says about the two profiles to compare.
struct LoadOptions {
    std::filesystem::path from;            ///< relative files that the command line names are relative to this folder
    std::optional<std::string> bad, good;  ///< --bad and --good
    std::vector<std::string> targets;      ///< they replace the targets of both sides, unless they are empty
    std::vector<std::string> pytest_args;  ///< they are added to the options of both sides
    Changes changes = {}, bad_changes = {}, good_changes = {};  ///< of both sides, and of one
};

/// A target of the command line as a path of the project. It is relative to the folder `from`, as pytest takes it, if
/// there is something of that name, and else to the root of the project.
std::string project_target(const Project& project, const std::string& target, const std::filesystem::path& from);

/// The two profiles to compare: --bad and --good, else those of [run], else the profiles `ci` and `local`. Two profiles
/// of one name get the suffixes "-bad" and "-good". Throws Error (usage) if one of them cannot be found, is unfinished
/// or is wrong.
ProfilePair load_pair(const Project& project, const LoadOptions& options);

/// One profile. `asked` is a name (the project's profiles come before the built-in ones), a TOML file ("ci.toml",
/// "other/testskew.toml:ci"), a bare version ("3.11"), the path of an interpreter or of a virtual environment, or
/// `here`, the virtual environment in use, `tox:NAME` or `nox:NAME`. Relative paths are relative to the folder `from`.
/// The changes are applied last; `prefix` begins their options in messages. Throws Error (usage) if there is no such
/// profile or it is wrong.
Profile load(const Project& project, const std::string& asked, const std::filesystem::path& from,
             const Changes& changes = {}, const std::string& prefix = "--");

/// One line of `testskew profiles list`.
struct Summary {
    std::string name, origin, description;
};

/// The profiles of the project in the order of its file, then the built-in ones.
std::vector<Summary> list(const Project& project);

}  // namespace testskew::profile
