#pragma once
#include "cli/options.hpp"

namespace CLI {
class App;
}

/// The definitions of all commands and their options. The help, the manual page and the completions come from them.
namespace testskew::cli {

/// Defines the commands that run and compare tests, and show what came of it: run, attribute, record, compare, rerun,
/// report, verify, repro.
void define_runs(CLI::App& app, Options& o);

/// Defines the commands of CIs and of pushes: init, ci, plan, hook.
void define_ci(CLI::App& app, Options& o);

/// Defines the commands that show what testskew has and knows: profiles, environments, api, doctor, completion, man.
void define_inspection(CLI::App& app, Options& o);

}  // namespace testskew::cli
