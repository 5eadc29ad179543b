// Parses the command line. Only this file and command_help.cpp use CLI11.
#include "cli/options.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "cli/command_help.hpp"
#include "cli/commands.hpp"
#include "cli/misspelt.hpp"
#include "profile/changes.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

namespace testskew::cli {
namespace {

constexpr const char* about =
    "A test fails in CI and passes here: testskew proves by experiment what the failure follows.";

/// Accepts numbers above 0. "nan" and "inf" are not accepted.
const CLI::Validator above_zero(
    [](std::string& text) -> std::string {
        double value = 0;
        if (CLI::detail::lexical_cast(text, value) && std::isfinite(value) && value > 0) return {};
        return fmt::format("{} is no number above 0", text);
    },
    "NUMBER");

/// Accepts whole numbers of days.
const CLI::Validator days(
    [](std::string& text) -> std::string {
        const bool digits =
            !text.empty() && text.size() < 7 && text.find_first_not_of("0123456789") == std::string::npos;
        return digits ? std::string() : fmt::format("{} is no number of days", text);
    },
    "DAYS");

void example(CLI::App* command, const std::string& text) { command->footer("Example:\n  " + text); }

void add_common(CLI::App* command, Options& o) {
    command->add_flag_callback("-q,--quiet", [&o] { o.verbosity = -1; }, "only the result");
    command->add_flag_callback("-v,--verbose", [&o] { o.verbosity = 1; }, "whole tracebacks, and more detail");
    command->add_option("--color", o.color, "auto, always or never")->check(CLI::IsMember({"auto", "always", "never"}));
    command->add_option("--json", o.json, "write JSON to a file, or alone to stdout with -")->type_name("FILE|-");
}

/// Adds the options that change what a side is. `both` is true for a command with two sides.
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
        ->check(CLI::Range(1, 64));
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
}

void add_attribution(CLI::App* command, Options& o) {
    command
        ->add_option("--budget", o.budget,
                     "minutes for attribution (default: the larger of 10 and 10 times the base pair)")
        ->check(above_zero);
    command->add_flag("--quick", o.quick, "stop after few sessions: causes are supported, not proven");
    command->add_flag("!--no-observe", o.observe, "no traced sessions of failing tests: not where the two runs part");
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

void add_run(CLI::App& app, Options& o) {
    auto* run = add_command(app, o, "run", "Run the tests on both sides, compare, and find what the failures follow",
                            "testskew run --bad 3.11 --good 3.12 tests/integration -- -m integration\n"
                            "  testskew run --bad 3.12 --good .venv --bad-with \"click<8.2\"\n"
                            "  testskew run --bad 3.12 --good 3.12 --bad-env TZ=UTC --bad-unset API_KEY\n"
                            "  testskew run --bad tox:py313 --good here --good-files tracked");
    run->add_option("targets", o.targets, "what pytest is given: paths and node ids; replaces both sides' targets")
        ->type_name("TARGET");
    run->add_option("--bad", o.bad,
                    "the side that fails: a profile, a TOML file, a version, a virtual environment (.venv), `here`, "
                    "tox:NAME, nox:NAME")
        ->type_name("PROFILE");
    run->add_option("--good", o.good, "the side that passes")->type_name("PROFILE");
    run->add_flag("!--no-attribute", o.attribute, "only run and compare");
    add_session(run, o);
    add_attribution(run, o);
    add_changes(run, o, true);

    auto* attribute = add_command(app, o, "attribute", "Go on with an earlier run: find what its failures follow",
                                  "testskew attribute 20261122-101502-3f2a");
    attribute->add_option("run", o.run, "a run's id (default: the latest)")->type_name("RUN");
    add_session(attribute, o);
    add_attribution(attribute, o);
}

void add_recordings(CLI::App& app, Options& o) {
    auto* record = add_command(app, o, "record", "Run one side and keep its recording: a leg of a CI matrix",
                               "testskew record ci -o ci.jsonl\n"
                               "  testskew record --here -o leg.jsonl -- tox -e py311");
    auto* profile = record->add_option("profile", o.profile, "a profile, a TOML file, a version or an interpreter")
                        ->type_name("PROFILE");
    record
        ->add_flag("--here", o.here,
                   "run the command after -- as it is, in the environment that is there, and record each pytest in it; "
                   "the exit code is the command's own")
        ->excludes(profile);
    record->add_option("--values", o.values, "with --here: further variables whose values may be recorded in clear")
        ->delimiter(',')
        ->type_name("NAME,...");
    record->add_option("targets", o.targets, "what pytest is given")->type_name("TARGET");
    add_changes(record, o, false);
    record->add_option("-o,--output", o.output, "the recording's file (default: PROFILE.jsonl, leg.jsonl)")
        ->type_name("FILE");
    record->add_option("--key", o.key, "a secret given to both machines, so that values of variables can be compared")
        ->envname("TESTSKEW_KEY");
    add_session(record, o);

    auto* compare = add_command(app, o, "compare", "Compare two recordings made anywhere; runs nothing",
                                "testskew compare ci.jsonl local.jsonl");
    compare->add_option("recordings", o.recordings, "the bad side's recording, then the good side's")
        ->required()
        ->expected(2)
        ->type_name("FILE");
    compare->add_option("--format", o.formats, "text, markdown or json")->delimiter(',');
    compare->add_flag("--strict", o.strict, "other differences of outcome count as failures");
}

void add_reports(CLI::App& app, Options& o) {
    auto* rerun =
        add_command(app, o, "rerun", "Run one failing test of a problem in its environment, with pytest's own output",
                    "testskew rerun 1");
    rerun->add_option("problem", o.rerun, "[RUN] PROBLEM: a run's id (default: the latest), and the problem's number")
        ->required()
        ->expected(1, 2)
        ->type_name("[RUN] PROBLEM");
    auto* print = rerun->add_flag("--print", o.print_only, "only print what repeats it without testskew, as a script");
    auto* pdb = rerun->add_flag("--pdb", o.debug, "open pytest's debugger where it fails");
    auto* shell = rerun->add_flag("--shell", o.open_shell, "open a shell in the session's world instead of pytest");
    print->excludes(shell);
    pdb->excludes(shell);
    rerun->add_option("--workspace", o.workspace, "auto, overlay or copy")
        ->check(CLI::IsMember({"auto", "overlay", "copy"}));

    auto* report = add_command(app, o, "report", "Any report of an earlier run", "testskew report --format markdown");
    report->add_option("run", o.run, "a run's id (default: the latest)")->type_name("RUN");
    report->add_option("--format", o.formats, "text, markdown or json; several with commas")->delimiter(',');
    report->add_flag("--explain-plan", o.explain_plan, "with each session and why it was run");
}

void add_init(CLI::App& app, Options& o) {
    auto* init = add_command(app, o, "init", "Write testskew.toml from what the project's CI says; runs nothing",
                             "testskew init --leg py=3.11,os=ubuntu");
    init->add_option("source", o.source, "a workflow file or a log (default: the CI files of the project)")
        ->type_name("FILE");
    init->add_option("--leg", o.leg, "the leg: py=VERSION, os=NAME, job=NAME, or a key of its matrix")
        ->delimiter(',')
        ->type_name("NAME=VALUE");
    init->add_option("--log", o.log, "the log of the leg's job")->type_name("FILE");
    init->add_option("--junit", o.junit, "a JUnit XML file of the leg, for the ids of the failing tests")
        ->type_name("FILE");
    init->add_flag("--print", o.print_only, "only print what would be written");
    init->add_flag("--force", o.force, "overwrite a testskew.toml that is there");
}

void add_ci(CLI::App& app, Options& o) {
    auto* ci =
        add_command(app, o, "ci", "After the tests of a CI: which legs failed, and what they differ in from others",
                    "testskew ci leg.jsonl --good known-good.jsonl\n"
                    "  testskew ci recordings/ --budget 10");
    ci->add_option("recordings", o.recordings, "recordings of legs, or folders of them (default: leg.jsonl)")
        ->type_name("FILE|FOLDER");
    ci->add_option("--good", o.good_recordings, "a recording that is known to be good, or a folder of such")
        ->type_name("FILE|FOLDER")
        ->allow_extra_args(false);
    ci->add_option("--budget", o.budget,
                   "minutes: set the legs up here and look for the causes (default: only compare)")
        ->check(above_zero);
    ci->add_option("-o,--code-quality", o.output, "write GitLab's code quality report to this file")->type_name("FILE");
    ci->add_flag("--exit-code", o.exit_code, "end with the exit code of what was found, and not with 0");
    ci->add_flag("--quick", o.quick, "with --budget: few sessions, so causes are supported, not proven");
    ci->add_flag("!--no-observe", o.observe, "with --budget: no traced sessions of failing tests");
    add_session(ci, o);
}

void add_plan(CLI::App& app, Options& o) {
    auto* plan = add_command(app, o, "plan", "The matrix of legs as JSON, for a workflow's fromJSON",
                             "testskew plan --github-output matrix");
    plan->add_option("profiles", o.profiles,
                     "profiles (default: those of testskew.toml, else what the project supports)")
        ->type_name("PROFILE");
    plan->add_option("--github-output", o.github_output, "also write NAME=JSON to the outputs of the step")
        ->type_name("NAME");
}

void add_hook(CLI::App& app, Options& o) {
    auto* hook = app.add_subcommand("hook", "The pre-push hook: checks what is pushed, in a checkout of its own");
    hook->require_subcommand(1);
    example(hook, "testskew hook install");
    const auto add = [&](const std::string& name, const std::string& what, const std::string& shown) {
        CLI::App* command = hook->add_subcommand(name, what);
        command->callback([&o, name] { o.command = "hook " + name; });
        command->add_option("--project", o.hook.project, "the project's folder, relative to the top of the work tree")
            ->type_name("FOLDER");
        add_common(command, o);
        example(command, shown);
        return command;
    };
    auto* install =
        add("install", "Put the call into git's pre-push hook; what is there is kept", "testskew hook install");
    install->add_flag("--force", o.force, "also into a folder of hooks that other repositories share");
    auto* run = add("run", "What the hook calls; by hand, it checks HEAD", "testskew hook run --budget 300");
    run->add_option("remote", o.hook.remote, "the name of the remote, as git gives it")->type_name("REMOTE");
    run->add_option("url", o.hook.url, "its URL")->type_name("URL");
    run->add_option("--existing", o.hook.existing, "a hook that runs first, with the same input")->type_name("FILE");
    run->add_option("--budget", o.hook.budget, "seconds; then the push goes on (default 60)")->check(above_zero);
    run->add_option("--profile", o.profiles, "what is checked (default: [hook], else `ci`, else `here`)")
        ->type_name("PROFILE")
        ->allow_extra_args(false);
    add_session(run, o);
    add("status", "What is installed where, what it would check, and what came of it last", "testskew hook status");
    add("uninstall", "Take the call out; what was there before is as it was", "testskew hook uninstall");
}

void add_inspection(CLI::App& app, Options& o) {
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
    prune->add_option("--older-than", o.days, "days since the last use")->capture_default_str()->check(days);
    prune->add_flag("--all", o.all, "remove all of them");
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

void build(CLI::App& app, Options& o) {
    app.name("testskew");
    app.set_version_flag("--version", fmt::format("testskew {}", version()));
    app.require_subcommand(1);
    app.fallthrough(false);
    app.footer(
        "Example:\n  testskew run --bad 3.11 --good 3.12 tests\n\nExit codes: 0 no failure, 1 every regression has a "
        "shown cause, 2 usage or profile, 3 other failures,\n"
        "4 an environment or a session could not be had, 5 internal error, 130 interrupted.");
    add_run(app, o);
    add_recordings(app, o);
    add_reports(app, o);
    add_init(app, o);
    add_ci(app, o);
    add_plan(app, o);
    add_hook(app, o);
    add_inspection(app, o);
}

/// Finds --json without parsing the command line, so that an error of parsing can be written as JSON as well.
void find_json_option(const std::vector<std::string>& arguments, Options& o) {
    for (size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--json" && i + 1 < arguments.size() &&
            (arguments[i + 1] == "-" || arguments[i + 1].rfind('-', 0) != 0))
            o.json = arguments[i + 1];
        if (arguments[i].rfind("--json=", 0) == 0) o.json = arguments[i].substr(7);
    }
}

/// The command with its subcommand that the arguments begin with, and the options that it knows.
KnownWords known_of(const CLI::App& app, const std::vector<std::string>& arguments) {
    KnownWords known;
    const CLI::App* command = &app;
    for (const auto& word : arguments) {
        const auto below = command->get_subcommands([](const CLI::App*) { return true; });
        const auto found =
            std::find_if(below.begin(), below.end(), [&](const auto* one) { return one->check_name(word); });
        if (found == below.end()) break;
        command = *found;
        known.path.push_back(word);
    }
    for (const auto* below : command->get_subcommands([](const CLI::App*) { return true; }))
        known.commands.push_back(below->get_name());
    for (const auto* option : command->get_options())
        for (const auto& name : option->get_lnames()) known.options.push_back("--" + name);
    known.takes_pytest_options =
        known.path == std::vector<std::string>{"run"} || known.path == std::vector<std::string>{"record"};
    return known;
}

/// What is wrong with the command line, in one line with the nearest name.
std::string explained(const CLI::App& app, const std::vector<std::string>& arguments, const std::string& what) {
    return usage_message(known_of(app, arguments), arguments, what);
}

}  // namespace

CommandHelp command_help() {
    Options options;
    CLI::App app(about);
    build(app, options);
    return described(app);
}

std::optional<ExitCode> parse(int argc, char* argv[], Options& options) {
    std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
    if (dashes != arguments.end()) options.pytest_args.assign(dashes + 1, arguments.end());
    arguments.erase(dashes, arguments.end());
    find_json_option(arguments, options);

    CLI::App app(about);
    build(app, options);
    const auto given = arguments;  // CLI11 takes away what it has read
    try {
        std::reverse(arguments.begin(), arguments.end());  // CLI11 wants the last argument first
        app.parse(arguments);
    } catch (const CLI::Success& done) {  // --help, --version
        app.exit(done);
        return ExitCode::ok;
    } catch (const CLI::ParseError& error) {
        throw Error(explained(app, given, error.what()));
    }
    for (auto* changes : {&options.changes, &options.bad_changes, &options.good_changes})
        std::erase_if(*changes, [](const auto& change) { return change.second.empty(); });
    if (!options.pytest_args.empty() && options.command != "run" && options.command != "record")
        throw Error("arguments after -- go to pytest: only `run` and `record` take them");
    return std::nullopt;
}

}  // namespace testskew::cli
