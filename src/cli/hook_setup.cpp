// testskew hook install, uninstall, status.
#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/ci_project.hpp"
#include "cli/commands.hpp"
#include "cli/hook_place.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "hook/hooks_folder.hpp"
#include "hook/install.hpp"
#include "hook/known_good.hpp"
#include "hook/last.hpp"
#include "process/program.hpp"
#include "profile/settings.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

/// The path by which a hook calls this program. Programs with a window start git with another PATH than a shell has, so
/// that it is absolute. A link on PATH is better than what it leads to: it stays when testskew is installed anew.
std::string program_path() {
    std::error_code error;
    const fs::path own = fs::canonical(process::own_program(), error);
    if (error) throw Error("the path of testskew cannot be found out", ExitCode::environment);
    const auto on_path = find_on_path("testskew");
    return (on_path && fs::equivalent(*on_path, own, error) ? *on_path : own).string();
}

/// A path as people read it: relative to the current folder where it lies below it.
std::string shown_path(const fs::path& path) {
    const fs::path relative = path.lexically_relative(fs::current_path());
    return printable(relative.empty() || relative.string().starts_with("..") ? path.string() : relative.string());
}

std::string kept_words(const hook::Call& call) {
    if (call.placement == hook::Placement::inside) return "; the hook that is there runs first, as ever";
    if (call.placement == hook::Placement::alone) return "";
    return call.runs_kept ? fmt::format("; the hook that is there is {} now, and runs first", call.kept)
                          : fmt::format("; the file that was there is {} now (git did not run it)", call.kept);
}

/// What to know of a folder of hooks that something else has made; "" if there is nothing.
std::string folder_words(const hook::HooksFolder& hooks) {
    if (hooks.husky())
        return "husky writes this folder anew when it is installed: then do this once more, or write `testskew hook "
               "run "
               "\"$@\"` into .husky/pre-push";
    if (!hooks.configured.empty())
        return fmt::format("core.hooksPath is {} ({}); it stays", printable(hooks.configured),
                           hooks.scope.empty() ? "set" : hooks.scope);
    return "";
}

/// Refuses a folder in which a hook would run for every repository.
void check_scope(const hook::HooksFolder& hooks, bool force) {
    if (hooks.of_repository() || force) return;
    throw Error(
        fmt::format("core.hooksPath is {} in the {} configuration of git: a hook there runs for all repositories. Give "
                    "this one a folder of its own (git config core.hooksPath .git/hooks), or take --force",
                    printable(hooks.configured), hooks.scope));
}

struct Looked {
    hook::HooksFolder hooks;
    std::optional<hook::Call> call;
    std::optional<hook::Last> last;
    std::vector<std::string> profiles;
    double budget = 0;
    std::string problem;  ///< why it is not known what would be checked
    long known = 0;
};

Looked look(const Options& options) {
    Looked found;
    found.hooks = hook::find_hooks(fs::current_path());
    found.call = hook::installed_call(found.hooks.folder);
    found.known = hook::KnownGood(cache_directory() / "hook").count();
    Options asked = options;
    if (found.call && asked.hook.project.empty()) asked.hook.project = found.call->project;
    try {
        const HookPlace place = hook_place(asked);
        found.last = hook::read_last(place.project / ".testskew");
        const profile::Project project = project_with_ci(place.project, {std::nullopt, oldest_leg});
        found.profiles = hook_profiles(project, asked);
        found.budget = hook_budget(project, asked);
        for (const auto& name : found.profiles) hook_profile(project, name, place.project);
    } catch (const Error& error) {
        found.problem = error.what();
    }
    return found;
}

nlohmann::json document_of(const Looked& found) {
    nlohmann::json document = {{"schema", 1},
                               {"installed", found.call.has_value()},
                               {"file", found.hooks.pre_push().string()},
                               {"other_hook", hook::other_hook(found.hooks.folder)},
                               {"hooks_path", found.hooks.configured},
                               {"profiles", found.profiles},
                               {"budget", found.budget},
                               {"problem", found.problem},
                               {"known_good", found.known},
                               {"last", nullptr}};
    if (found.call) document["program"] = found.call->program;
    if (found.last)
        document["last"] = {{"when", found.last->when},
                            {"ref", found.last->ref},
                            {"commit", found.last->commit},
                            {"verdict", to_string(found.last->verdict)},
                            {"lines", found.last->lines}};
    return document;
}

/// Paths of any bytes are replaced where they are no text.
std::string text_of(const nlohmann::json& document) {
    return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string text_of(const Looked& found) {
    std::string text;
    const auto line = [&](const std::string& name, const std::string& value) {
        if (!value.empty()) text += fmt::format("{:<10} {}\n", name, printable(value));
    };
    const std::string file = shown_path(found.hooks.pre_push());
    line("hook", found.call ? file + kept_words(*found.call)
                            : fmt::format("not installed (`testskew hook install` makes {})", file));
    if (!found.call && hook::other_hook(found.hooks.folder)) line("", "another hook is there, and would be kept");
    line("folder", folder_words(found.hooks));
    if (found.call)
        line("program", found.call->program + (is_file(found.call->program) ? "" : ", which is not there any more"));
    line("checks", found.problem.empty() ? fmt::format("{}, {:g} s at most", enumerated(found.profiles), found.budget)
                                         : "nothing: " + found.problem);
    line("known", fmt::format("{} of which all tests passed", count_of(found.known, "tree")));
    if (!found.last) return text + "last       no push yet\n";
    line("last", fmt::format("{}  {} ({}): {}", found.last->when, found.last->ref, found.last->commit.substr(0, 10),
                             to_string(found.last->verdict)));
    for (const auto& said : found.last->lines) line("", said);
    return text;
}

/// Gives the document of install and uninstall. Returns true if nothing else is to be printed.
bool give_change(const Options& options, const hook::HooksFolder& hooks, bool changed) {
    const nlohmann::json document = {{"schema", 1}, {"file", hooks.pre_push().string()}, {"changed", changed}};
    return options.json && give_json(options, text_of(document));
}

}  // namespace

ExitCode hook_install(const Options& options) {
    const hook::HooksFolder hooks = hook::find_hooks(fs::current_path());
    check_scope(hooks, options.force);
    hook::Call call;
    call.program = program_path();
    call.project = hook_place(options).relative.string();
    const auto done = hook::install(hooks.folder, call);
    const std::string file = shown_path(hooks.pre_push());
    if (give_change(options, hooks, done != hook::Installing::unchanged)) return ExitCode::ok;
    print(fmt::format("{} {}{}\n",
                      done == hook::Installing::installed ? "installed:"
                      : done == hook::Installing::renewed ? "renewed:"
                      : done == hook::Installing::edited  ? "already installed, and your changes in its lines stay:"
                                                          : "already installed:",
                      file, kept_words(call)));
    if (const std::string more = folder_words(hooks); !more.empty()) print(more + "\n");
    return ExitCode::ok;
}

ExitCode hook_uninstall(const Options& options) {
    const hook::HooksFolder hooks = hook::find_hooks(fs::current_path());
    const auto done = hook::uninstall(hooks.folder);
    const std::string file = shown_path(hooks.pre_push());
    if (give_change(options, hooks, done != hook::Uninstalling::nothing_there)) return ExitCode::ok;
    print(done == hook::Uninstalling::removed    ? fmt::format("removed: {}\n", file)
          : done == hook::Uninstalling::restored ? fmt::format("restored: {} is what it was\n", file)
                                                 : fmt::format("{} has no call of testskew\n", file));
    return ExitCode::ok;
}

ExitCode hook_status(const Options& options) {
    const Looked found = look(options);
    if (options.json && give_json(options, text_of(document_of(found)))) return ExitCode::ok;
    print(text_of(found));
    return ExitCode::ok;
}

}  // namespace testskew::cli
