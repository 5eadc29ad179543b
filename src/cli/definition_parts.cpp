#include "cli/definition_parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "profile/changes.hpp"
#include "report/formats.hpp"
#include "util/text.hpp"

namespace testskew::cli {

const CLI::Validator above_zero(
    [](std::string& text) -> std::string {
        double value = 0;
        if (CLI::detail::lexical_cast(text, value) && std::isfinite(value) && value > 0) return {};
        return fmt::format("{} is no number above 0", text);
    },
    "NUMBER");

void example(CLI::App* command, const std::string& text) { command->footer("Example:\n  " + text); }

void add_common(CLI::App* command, Options& o) {
    command->add_flag_callback("-q,--quiet", [&o] { o.verbosity = -1; }, "only the result");
    command->add_flag_callback("-v,--verbose", [&o] { o.verbosity = 1; }, "whole tracebacks, and more detail");
    command->add_option("--color", o.color, "auto, always or never")->check(CLI::IsMember({"auto", "always", "never"}));
    command->add_option("--json", o.json, "write JSON to a file, or alone to stdout with -")->type_name("FILE|-");
}

void add_changes(CLI::App* command, Options& o, bool both) {
    const std::string group =
        both ? "What a side has (--bad-with, --good-with, ... for one side alone)" : "What the side has";
    for (const auto& key : profile::change_keys()) {
        const auto add = [&](const std::string& name, std::map<std::string, std::vector<std::string>>& changes) {
            return command->add_option(name, changes[key.name], key.help)
                ->type_name(key.value)
                ->allow_extra_args(false);
        };
        add("--" + key.name, o.changes)->group(group);
        if (!both) continue;
        add("--bad-" + key.name, o.bad_changes)->group("");  // an empty group hides it from the help
        add("--good-" + key.name, o.good_changes)->group("");
    }
}

void add_environment(CLI::App* command, Options& o) {
    command->add_flag("--offline", o.offline, "no network: only what is kept");
    command->add_flag("--refresh", o.refresh, "resolve the requirements again");
}

void add_session(CLI::App* command, Options& o) {
    add_environment(command, o);
    command->add_option("-j,--jobs", o.jobs, "sessions and builds side by side")
        ->capture_default_str()
        ->check(CLI::Range(1, 64))
        ->each([&o](const std::string&) { o.jobs_given = true; });
    command
        ->add_option("--timeout", o.timeout,
                     "seconds for one session (default 1800; hybrids: 5 times the base session and 30)")
        ->check(above_zero);
    command
        ->add_option_function<std::string>(
            "--server-exceptions",
            [&o](const std::string& word) { o.server_exceptions = from_string<ServerExceptions>(word); },
            "attach, raise or off")
        ->default_str("attach")
        ->check(CLI::IsMember({"attach", "raise", "off"}));
    command->add_option("--workspace", o.workspace, "auto, overlay or copy")
        ->capture_default_str()
        ->check(CLI::IsMember({"auto", "overlay", "copy"}));
    add_cache_limit(command, o,
                    "at the end, remove environments, and runs of the project, that were used longest ago: 10GB")
        ->envname("TESTSKEW_CACHE_LIMIT");
}

CLI::Option* add_cache_limit(CLI::App* command, Options& o, const std::string& what) {
    return command->add_option("--cache-limit", o.cache_limit, what)
        ->transform(CLI::AsSizeValue(true))
        ->type_name("SIZE");
}

void add_executor(CLI::App* command, Options& o) {
    command
        ->add_option("--executor", o.executor,
                     "run the sessions on a Dask cluster: dask://HOST:PORT, dask+tls://HOST:PORT, or dask-local:N")
        ->type_name("ADDRESS");
}

CLI::Option* add_sandbox(CLI::App* command, Options& o) {
    return command->add_flag("--sandbox", o.sandbox,
                             "let tests write in the places of their session only (Landlock; Linux)");
}

void add_formats(CLI::App* command, Options& o) {
    std::vector<std::string> names;
    for (const auto& one : report::all_formats()) names.emplace_back(one.name);
    // The name of the type has the words, as that of CLI::IsMember, which does not know the nearest one.
    const CLI::Validator known(
        [names](std::string& text) -> std::string {
            if (std::find(names.begin(), names.end(), text) != names.end()) return {};
            const std::string meant = nearest(text, names);
            return fmt::format("there is no format '{}'{}: {}", printable(text),
                               meant.empty() ? "" : fmt::format(" (did you mean {}?)", meant), join(names, ", "));
        },
        "{" + join(names, ",") + "}");
    command->add_option("--format", o.formats, "the formats, with commas; several are written into the folder of -o")
        ->delimiter(',')
        ->check(known);
    command->add_option("-o,--output", o.output, "the file, or with several formats the folder, to write to")
        ->type_name("FILE|FOLDER");
}

void add_attribution(CLI::App* command, Options& o) {
    command
        ->add_option("--budget", o.budget,
                     "minutes for attribution (default: the larger of 10 and 10 times the base pair)")
        ->check(above_zero);
    command->add_flag("--quick", o.quick, "stop after few sessions: causes are supported, not proven");
    command->add_flag_callback(
        "--no-observe", [&o] { o.observe = false; },
        "no traced sessions of failing tests: not where the two runs part");
    command->add_option("--repeats", o.repeats, "confirming pairs of sessions")
        ->capture_default_str()
        ->check(CLI::Range(5, 50));
    command->add_flag("--explain-plan", o.explain_plan, "say why each session is run");
    command->add_flag("--strict", o.strict, "other differences of outcome count as failures");
}

CLI::App* add_command(CLI::App& app, Options& o, const std::string& name, const std::string& what,
                      const std::string& shown) {
    CLI::App* command = app.add_subcommand(name, what);
    command->callback([&o, name] { o.command = name; });
    example(command, shown);
    add_common(command, o);
    return command;
}

}  // namespace testskew::cli
