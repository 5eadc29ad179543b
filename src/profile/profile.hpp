#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/environment.hpp"
#include "model/profile.hpp"

/// Profiles: where they come from (testskew.toml, a file, built in, a bare version), how they inherit, what they say.
/// docs/profiles.md.
namespace testskew::profile {

struct ConfigFile;

/// The project that testskew was started in.
struct Project {
    std::filesystem::path root;                    ///< absolute
    std::optional<std::filesystem::path> config;   ///< its testskew.toml
    std::optional<std::string> run_bad, run_good;  ///< [run]
    std::shared_ptr<const ConfigFile> profiles;    ///< the parsed testskew.toml
};

/// The folder of the nearest testskew.toml at `start` or above; else pytest's rootdir; else the nearest folder that
/// declares requirements or is a git top level; else `start`. Throws Error (usage) where testskew.toml is malformed.
Project find_project(const std::filesystem::path& start);

struct LoadOptions {
    std::optional<std::string> bad, good;
    std::vector<std::string> targets;      ///< replace both sides' targets where there are any
    std::vector<std::string> pytest_args;  ///< added to both sides' options
};

/// The two profiles to compare: --bad and --good, else [run], else `ci` and `local`. Where both have one name they are
/// told apart by
/// "-bad" and "-good". Throws Error (usage) where one of them cannot be found, is unfinished or wrong.
ProfilePair load_pair(const Project& project, const LoadOptions& options);

/// One profile by its name (the project's, then built in), as a TOML file ("ci.toml", "other/testskew.toml:ci"), a bare
/// version
/// ("3.11") or an interpreter's path. Relative paths are relative to the current folder. Throws Error (usage).
Profile load(const Project& project, const std::string& name_or_file_or_version);

struct Summary {
    std::string name, origin, description;
};

/// The project's profiles in the file's order, then the built-in ones.
std::vector<Summary> list(const Project& project);

/// The profile as TOML that can be read again, `extends` followed, each setting with the place that it comes from as a
/// comment, what is not set with its default as a comment. Throws Error (usage) as load() does.
std::string show(const Project& project, const std::string& name);

/// The complete environ of a session (before the environment's PATH, HOME and TMPDIR are put in): the inherited
/// variables that docs/profiles.md lists, those that `inherit` names, then `environ`. `shell` is the environ that
/// testskew was started with.
std::map<std::string, std::string> environ_of(const Profile& profile, const std::map<std::string, std::string>& shell);

/// What is to be installed: the profile's `requirements` or `lock`, else what the project itself declares (the rules
/// are in docs/profiles.md). Paths in the lines are relative to `project`. With a lock the lines hold what to take
/// besides: "-e .[test]" and
/// "--group NAME" say which extras and groups of a uv.lock. Throws Error (usage) for a malformed pyproject.toml or
/// uv.lock.
Requirements requirements_of(const Profile& profile, const std::filesystem::path& project);

}  // namespace testskew::profile
