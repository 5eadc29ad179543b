#include <fmt/core.h>

#include "cli/definition_parts.hpp"
#include "cli/definitions.hpp"

namespace testskew::cli {
namespace {

/// Accepts whole numbers of days.
const CLI::Validator days(
    [](std::string& text) -> std::string {
        const bool digits =
            !text.empty() && text.size() < 7 && text.find_first_not_of("0123456789") == std::string::npos;
        return digits ? std::string() : fmt::format("{} is no number of days", text);
    },
    "DAYS");

}  // namespace

void define_inspection(CLI::App& app, Options& o) {
    auto* profiles = app.add_subcommand("profiles", "The profiles at hand");
    profiles->require_subcommand(1);
    example(profiles, "testskew profiles show github-ubuntu");
    auto* list = profiles->add_subcommand("list", "Names, and where they come from");
    list->callback([&o] { o.command = "profiles list"; });
    add_common(list, o);
    example(list, "testskew profiles list");
    auto* show = profiles->add_subcommand("show", "One profile, with `extends` followed");
    show->callback([&o] { o.command = "profiles show"; });
    show->add_option("name", o.profile, "the profile, or `schema` for the JSON Schema of testskew.toml")
        ->required()
        ->type_name("NAME");
    add_common(show, o);
    example(show, "testskew profiles show ci");

    auto* environments = app.add_subcommand("environments", "Cached environments")->alias("env");
    environments->require_subcommand(1);
    example(environments, "testskew environments prune --older-than 7");
    auto* environments_list = environments->add_subcommand("list", "What is kept, and its size");
    environments_list->callback([&o] { o.command = "environments list"; });
    add_common(environments_list, o);
    example(environments_list, "testskew environments list");
    auto* prune = environments->add_subcommand("prune", "Remove environments that were not used for some time");
    prune->callback([&o] { o.command = "environments prune"; });
    auto* older =
        prune->add_option("--older-than", o.days, "days since the last use")->capture_default_str()->check(days);
    auto* all = prune->add_flag("--all", o.all, "remove all of them");
    add_cache_limit(prune, o, "remove those that were used longest ago until the rest takes no more: 10GB")
        ->excludes(all, older);
    add_common(prune, o);
    example(prune, "testskew environments prune --all");

    auto* api = add_command(app, o, "api",
                            "What is known of a name of the standard library: since when, until when, which parameters",
                            "testskew api shutil.rmtree");
    api->add_option("name", o.name, "a qualified name")->required()->type_name("NAME");

    add_command(app, o, "doctor", "What is found, what is missing, and what to do about it", "testskew doctor");
    auto* completion = add_command(app, o, "completion", "Shell completion", "eval \"$(testskew completion bash)\"");
    completion->add_option("shell", o.shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    add_command(app, o, "man", "The manual page of all commands", "testskew man | man -l -");
}

}  // namespace testskew::cli
