// Parses the command line. The definitions of the commands are in definitions_*.cpp.
#include "cli/options.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstring>

#include "cli/behind_dashes.hpp"
#include "cli/command_help.hpp"
#include "cli/definitions.hpp"
#include "cli/misspelt.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

namespace testskew::cli {
namespace {

constexpr const char* about =
    "A test fails in CI and passes here: testskew proves by experiment what the failure follows.";

void build(CLI::App& app, Options& o) {
    app.name("testskew");
    app.set_version_flag("--version", fmt::format("testskew {}", version()));
    app.require_subcommand(1);
    app.fallthrough(false);
    app.footer(
        "Example:\n  testskew run --bad 3.11 --good 3.12 tests\n\nExit codes: 0 no failure, 1 every regression has a "
        "shown cause, 2 usage or profile, 3 other failures,\n"
        "4 an environment or a session could not be had, 5 internal error, 130 interrupted.");
    define_runs(app, o);
    define_ci(app, o);
    define_inspection(app, o);
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
    if (const KnownWords known = known_of(app, arguments); known.takes_pytest_options)
        options.behind_dashes = own_options_among(options.pytest_args, known.options);
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