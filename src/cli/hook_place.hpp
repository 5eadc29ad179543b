#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "model/profile.hpp"
#include "profile/project.hpp"
#include "workspace/git.hpp"

/// What `hook run` and `hook status` both know: where the project is, and what of it is checked.
namespace testskew::cli {

/// The project that a push is about.
struct HookPlace {
    workspace::GitPlace git;
    std::filesystem::path project;   ///< the user's own folder; only its testskew.toml and virtual environment are used
    std::filesystem::path relative;  ///< the project relative to the top of the work tree; "" if they are the same
};

/// The project around the current folder, or the one that --project names. Throws Error (usage) outside of a work tree.
HookPlace hook_place(const Options& options);

/// The text of the testskew.toml in a folder; nullopt without one.
std::optional<std::string> settings_on_disk(const std::filesystem::path& folder);

/// The profiles that are checked: those of --profile, else of [hook], else the bad side of [run], else `ci`, with
/// `ci-oldest` where the CI says both, else `here`.
std::vector<std::string> hook_profiles(const profile::Project& project, const Options& options);

/// The good side with which a failing profile is compared: that of [run], else `local`, else `here` where there is a
/// virtual environment; "" if there is none. `original` is as for hook_profile().
std::string good_profile(const profile::Project& project, const std::string& bad,
                         const std::filesystem::path& original);

/// A profile with the files of the checkout. `original` is the user's own folder of the project, in which virtual
/// environments are looked for. Throws Error.
Profile hook_profile(const profile::Project& project, const std::string& name, const std::filesystem::path& original);

/// The budget in seconds: --budget, else TESTSKEW_HOOK_BUDGET, else [hook], else 60. Throws Error for a variable that
/// is no number.
double hook_budget(const profile::Project& project, const Options& options);

}  // namespace testskew::cli
