// testskew rerun: runs one failing test of a problem in its environment and shows pytest's own output.
#include <fmt/core.h>

#include <filesystem>
#include <map>

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/problem.hpp"
#include "cli/shell_script.hpp"
#include "cli/terminal.hpp"
#include "process/process.hpp"
#include "recording/read.hpp"
#include "report/facts.hpp"
#include "report/report.hpp"
#include "util/error.hpp"
#include "util/text.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {
namespace {

/// The shell that the user has, if the session knows it.
std::string shell_of(const std::map<std::string, std::string>& environ) {
    const auto found = environ.find("SHELL");
    return found == environ.end() || found->second.empty() || found->second.front() != '/' ? "/bin/sh" : found->second;
}

ExitCode rerun_cluster(const Options& options, const SavedRun& saved, const Cluster& cluster,
                       laboratory::Laboratory& laboratory) {
    const sides::SidePair sides = prepare_again(laboratory, saved);
    const bool on_good = cluster.kind == ClusterKind::reverse;
    sides::Side side = on_good ? sides.good : sides.bad;

    // A failure that follows from the selection needs the other tests, so the whole selection is run again.
    const auto* found = report::attribution_of(saved.report, cluster.id);
    const bool needs_context = found && found->cause && found->cause->follows(Factor::selection);
    if (!needs_context) {
        const Recording base =
            recording::read(saved.folder / (on_good ? saved.request.recording_good : saved.request.recording_bad));
        side.selection = sides::isolated_selection(side.selection, {cluster.tests.front().id},
                                                   sides::collected(base, laboratory.project()));
    }
    if (options.debug) side.selection.options.push_back("--pdb");
    auto ready = laboratory.ready(side);
    if (options.print_only) {
        print(shell_script({side.name, side.interpreter.version, laboratory.project(), side.files.base, ready.command},
                           laboratory.options().own_environ, laboratory.options().secrets));
        return ExitCode::ok;
    }
    const std::string command = shell_command(ready.command.argv);
    const Secrets& secrets = laboratory.options().secrets;
    for (const auto& setup : ready.setup) {
        const process::Exit exit = process::run(setup);
        if (!exit.ok())
            throw Error(fmt::format("the setup {} failed: {}", secrets.hide(shell_command(setup.argv)),
                                    secrets.hide(exit.start_error + exit.err.substr(0, 500))),
                        ExitCode::environment);
    }
    if (options.open_shell) ready.command.argv = {shell_of(ready.command.environ), "-i"};
    fmt::print(stderr, "{}{}\n", options.open_shell ? "a shell where this runs; exit ends it:  " : "",
               secrets.hide(command));
    const process::Exit exit = process::run(ready.command);
    if (!exit.start_error.empty())
        throw Error((options.open_shell ? "the shell" : "pytest") + (" could not be started: " + exit.start_error),
                    ExitCode::environment);
    if (!options.open_shell) print(report::traceback(cluster.error, secrets, text_options(options)));
    return static_cast<ExitCode>(exit.signal ? 128 + exit.signal : exit.status);
}

}  // namespace

ExitCode rerun(const Options& options) {
    const auto project = profile::find_project(std::filesystem::current_path());
    const SavedRun saved =
        load_run(workspace::run_or_latest(project.root, options.rerun.size() == 2 ? options.rerun[0] : ""));
    if (saved.report.cannot_install)
        throw Error(saved.report.cannot_install->side +
                    " could not be installed, so there is no session to repeat: `testskew run` tries it again");
    const auto status = progress(options);
    auto settings = options_of_run(options, saved.request);
    settings.offline = true;  // everything that the run used is kept
    const Cluster& cluster = *problem_of(saved.report, problem_number("rerun", options.rerun.back())).clusters.front();
    laboratory::Laboratory laboratory(saved.request.project, saved.folder, settings, *status);
    return hiding(laboratory, [&] { return rerun_cluster(options, saved, cluster, laboratory); });
}

}  // namespace testskew::cli
