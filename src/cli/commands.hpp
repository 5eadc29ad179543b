#pragma once
#include <string>

#include "cli/options.hpp"
#include "util/error.hpp"

namespace testskew::cli {

/// Runs the command that the options name.
ExitCode execute(const Options& options);

/// Prints the error on one line to stderr, and as a JSON document if --json asks for one. Returns the exit status.
int fail(const Options& options, const std::string& message, ExitCode code) noexcept;

/// The JSON document that stands for a report if there is none, as docs/exit-codes.md has it.
std::string error_document(const std::string& message, ExitCode code);

// Each command has a file of its own. It throws Error for a problem that the user can solve.
ExitCode run(const Options& options);
ExitCode attribute(const Options& options);
ExitCode record(const Options& options);
ExitCode record_here(const Options& options);
ExitCode compare(const Options& options);
ExitCode rerun(const Options& options);
ExitCode report(const Options& options);
ExitCode verify(const Options& options);
ExitCode repro(const Options& options);
ExitCode profiles_list(const Options& options);
ExitCode profiles_show(const Options& options);
ExitCode environments_list(const Options& options);
ExitCode environments_prune(const Options& options);
ExitCode api(const Options& options);
ExitCode doctor(const Options& options);
ExitCode completion(const Options& options);
ExitCode man(const Options& options);
ExitCode init(const Options& options);
ExitCode ci(const Options& options);
ExitCode plan(const Options& options);
ExitCode plan_next(const Options& options);
ExitCode session(const Options& options);
ExitCode session_of_round(const Options& options);
ExitCode hook_install(const Options& options);
ExitCode hook_run(const Options& options);
ExitCode hook_status(const Options& options);
ExitCode hook_uninstall(const Options& options);

}  // namespace testskew::cli
