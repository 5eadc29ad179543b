#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "cli/options.hpp"

/// What the definitions of several commands share. All of it fills `o` when the command line is parsed.
namespace testskew::cli {

/// Accepts numbers above 0. "nan" and "inf" are not accepted.
extern const CLI::Validator above_zero;

/// Adds what every command has: --quiet, --verbose, --color, --json.
void add_common(CLI::App* command, Options& o);

/// Adds the options that change what a side is. `both` is true for a command with two sides.
void add_changes(CLI::App* command, Options& o, bool both);

/// Adds --offline and --refresh.
void add_environment(CLI::App* command, Options& o);

/// Adds what a command that runs sessions has: how many at once, for how long, and where.
void add_session(CLI::App* command, Options& o);

/// Adds --cache-limit.
CLI::Option* add_cache_limit(CLI::App* command, Options& o, const std::string& what);

/// Adds --executor.
void add_executor(CLI::App* command, Options& o);

/// Adds --sandbox, for a command whose sessions may be kept in one.
CLI::Option* add_sandbox(CLI::App* command, Options& o);

/// Adds --format and -o, for a command that gives a report.
void add_formats(CLI::App* command, Options& o);

/// Adds what a command that looks for causes has.
void add_attribution(CLI::App* command, Options& o);

/// Sets the examples that the help of a command ends with: one command line in each line of `text`.
void example(CLI::App* command, const std::string& text);

/// Adds a command with the options of every command. `what` is its line in the help.
CLI::App* add_command(CLI::App& app, Options& o, const std::string& name, const std::string& what,
                      const std::string& shown);

}  // namespace testskew::cli
