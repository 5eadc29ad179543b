#include "cli/hook_place.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "cli/ci_project.hpp"
#include "profile/in_use.hpp"
#include "profile/profile.hpp"
#include "profile/settings.hpp"
#include "profile/virtual_environment.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

constexpr double default_budget = 60;  // GitHub closes a connection that is idle for some 360 s
constexpr const char* name_of_here = "here";

bool has_profile(const profile::Project& project, const std::string& name) {
    const auto& all = project.profiles->profiles;
    return std::any_of(all.begin(), all.end(), [&](const auto& settings) { return settings.name == name; });
}

/// The environment in use, else the Python on PATH. Of a Python that is no virtual environment only the interpreter is
/// taken: what is installed in it is not part of what a known good tree is looked up by.
std::string environment_here(const fs::path& original) {
    if (const auto used = profile::environment_in_use(original)) return used->python.string();
    if (const auto python = find_on_path("python3")) return python->string();
    return profile::python_in_use(original).python.string();
}

bool has_environment(const fs::path& original) {
    try {
        return profile::environment_in_use(original).has_value();
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

HookPlace hook_place(const Options& options) {
    const fs::path folder = fs::canonical(fs::current_path());
    const auto git = workspace::find_git(folder);
    if (!git) throw Error(fmt::format("{} is in no work tree of git", folder.string()));
    HookPlace place;
    place.git = *git;
    const fs::path start = options.hook.project.empty() ? folder : git->top / options.hook.project;
    if (!fs::is_directory(start))
        throw Error(fmt::format("--project {} is no folder", printable(options.hook.project)));
    if (!workspace::is_within(fs::canonical(start), git->top))
        throw Error(fmt::format("--project {} is outside of the work tree {}", printable(options.hook.project),
                                printable(git->top.string())));
    place.project = profile::project_root(start);  // what counts is the testskew.toml of the commit
    if (!workspace::is_within(place.project, git->top)) place.project = git->top;
    const fs::path relative = place.project.lexically_relative(git->top);
    if (relative != ".") place.relative = relative;
    return place;
}

std::optional<std::string> settings_on_disk(const fs::path& folder) {
    const fs::path file = folder / "testskew.toml";
    return is_file(file) ? read_file(file) : std::nullopt;
}

std::vector<std::string> hook_profiles(const profile::Project& project, const Options& options) {
    if (!options.profiles.empty()) return options.profiles;
    if (!project.profiles->hook.profiles.empty()) return project.profiles->hook.profiles;
    if (project.run_bad) return {*project.run_bad};
    if (!has_profile(project, "ci")) return {name_of_here};
    if (!project.config && has_profile(project, oldest_leg)) return {"ci", oldest_leg};
    return {"ci"};
}

std::string good_profile(const profile::Project& project, const std::string& bad, const fs::path& original) {
    std::string good = project.run_good.value_or("");
    if (good.empty() && has_profile(project, "local")) good = "local";
    if (good.empty() && has_environment(original)) good = name_of_here;
    return good == bad ? "" : good;
}

Profile hook_profile(const profile::Project& project, const std::string& name, const fs::path& original) {
    Profile profile = profile::load(project, name == name_of_here ? environment_here(original) : name, original);
    if (name == name_of_here) profile.name = name_of_here;
    if (profile::environment_named(profile.python, profile.directory).empty())
        if (const auto environment = profile::environment_named(profile.python, original); !environment.empty())
            profile.python = environment.string();
    profile.files = {};  // everything in the checkout
    return profile;
}

double hook_budget(const profile::Project& project, const Options& options) {
    if (options.hook.budget > 0) return options.hook.budget;
    if (const auto text = environment_variable("TESTSKEW_HOOK_BUDGET"); text && !text->empty()) {
        char* end = nullptr;
        const double seconds = std::strtod(text->c_str(), &end);
        if (*end != '\0' || !std::isfinite(seconds) || seconds <= 0)
            throw Error(fmt::format("TESTSKEW_HOOK_BUDGET is \"{}\": it must be a number of seconds above 0",
                                    printable(*text)));
        return seconds;
    }
    return project.profiles->hook.budget ? static_cast<double>(*project.profiles->hook.budget) : default_budget;
}

}  // namespace testskew::cli
