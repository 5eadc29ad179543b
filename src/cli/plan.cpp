// testskew plan: prints the matrix of legs that a workflow takes by fromJSON.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "ci/plan.hpp"
#include "cli/ci_output.hpp"
#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "profile/profile.hpp"
#include "profile/settings.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

[[noreturn]] void too_many(std::size_t count) {
    throw Error(
        fmt::format("{} legs are planned, and GitHub makes at most {} jobs of one matrix: name the profiles, as "
                    "in `testskew plan ci py312`",
                    count, ci::most_legs));
}

/// The legs of the named profiles; of all profiles of testskew.toml that any machine can set up, if none is named.
ci::Plan plan_of_profiles(const profile::Project& project, const std::vector<std::string>& asked) {
    ci::Plan plan;
    plan.from = asked.empty() ? "the profiles of testskew.toml" : "the named profiles";
    std::vector<std::string> names = asked;
    if (names.empty() && project.profiles)
        for (const auto& settings : project.profiles->profiles) names.push_back(settings.name);
    if (names.size() > ci::most_legs) too_many(names.size());
    for (const std::string& name : names) {
        const Profile one = profile::load(project, name, fs::current_path());
        const bool version = !one.python.empty() && one.python.find_first_not_of("0123456789.") == std::string::npos;
        const bool own = name == "local" || std::find(one.inherit.begin(), one.inherit.end(), "*") != one.inherit.end();
        if (!version || (own && asked.empty()))
            plan.notes.push_back(
                fmt::format("{} is left out: {}", printable(name),
                            version ? "it is a profile of the developer's own machine" : "its python is no version"));
        else
            plan.legs.push_back({name, one.python, "ubuntu-latest", name});
    }
    return plan;
}

/// A testskew.toml with one leg, as `init` writes it, says which leg is looked into and not which there are: the legs
/// are then those of the CI that it was made from, or else of the project.
ci::Plan more_than_one_leg(ci::Plan plan, const fs::path& root) {
    const ci::Tree tree{root.string()};
    for (auto* other : {&ci::plan_of_workflow, &ci::plan_of_project}) {
        ci::Plan more = other(tree);
        if (more.legs.size() <= plan.legs.size()) continue;
        more.from += ", as testskew.toml has one leg alone";
        return more;
    }
    return plan;
}

}  // namespace

ExitCode plan(const Options& options) {
    if (options.next) return plan_next(options);
    const profile::Project project = profile::find_project(fs::current_path());
    const bool profiles = project.config || !options.profiles.empty();
    ci::Plan plan =
        profiles ? plan_of_profiles(project, options.profiles) : ci::plan_of_project(ci::Tree{project.root.string()});
    if (profiles && options.profiles.empty() && plan.legs.size() == 1)
        plan = more_than_one_leg(std::move(plan), project.root);
    for (const std::string& note : plan.notes) fmt::print(stderr, "testskew: {}\n", printable(note));
    if (plan.legs.empty())
        throw Error(profiles ? "no leg is planned: no profile of testskew.toml names a Python version"
                             : "no leg is planned: there is no testskew.toml, and the project names no Python versions "
                               "(classifiers, requires-python) and has no workflow that runs pytest");
    if (plan.legs.size() > ci::most_legs) too_many(plan.legs.size());
    const std::string json = ci::matrix_json(plan).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (!options.github_output.empty()) write_step_output(options.github_output, json);
    if (options.json && give_json(options, json + "\n")) return ExitCode::ok;
    print(json + "\n");
    if (options.verbosity >= 0)
        fmt::print(stderr, "testskew: {} from {}\n", count_of(static_cast<long>(plan.legs.size()), "leg"),
                   printable(plan.from));
    return ExitCode::ok;
}

}  // namespace testskew::cli
