// testskew rerun: runs one failing test of a problem in its environment and shows pytest's own output.
#include <fmt/core.h>

#include <filesystem>
#include <map>

#include "cli/commands.hpp"
#include "cli/message.hpp"
#include "cli/pipeline.hpp"
#include "cli/problem.hpp"
#include "cli/rerun_side.hpp"
#include "cli/shell_script.hpp"
#include "cli/terminal.hpp"
#include "process/process.hpp"
#include "report/report.hpp"
#include "util/error.hpp"
#include "util/text.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {
namespace {

constexpr int timed_out_status = 124;  ///< as timeout(1) ends

/// The shell that the user has, if the session knows it.
std::string shell_of(const std::map<std::string, std::string>& environ) {
    const auto found = environ.find("SHELL");
    return found == environ.end() || found->second.empty() || found->second.front() != '/' ? "/bin/sh" : found->second;
}

std::string script_of(const laboratory::Laboratory::Ready& ready, const sides::Side& side,
                      laboratory::Laboratory& laboratory) {
    RepeatedSession session;
    session.side = side;
    session.top = laboratory.workspaces().top();
    session.project = laboratory.workspaces().project();
    session.seen_top = ready.top, session.environment = ready.environment;
    session.tmp = ready.tmp, session.home = ready.home;
    session.built = ready.built;
    session.files = private_files(ready.tmp, "tmp");
    if (!ready.home.empty())
        for (auto& file : private_files(ready.home, "home")) session.files.push_back(std::move(file));
    session.setup = ready.setup, session.command = ready.command;
    return shell_script(session, laboratory.options().own_environ, laboratory.options().secrets);
}

void run_setup(const laboratory::Laboratory::Ready& ready, const Secrets& secrets) {
    for (const auto& setup : ready.setup) {
        const process::Exit exit = process::run(setup);
        if (!exit.ok())
            throw Error(fmt::format("the setup {} failed: {}", secrets.hide(shell_command(setup.argv)),
                                    secrets.hide(exit.start_error + exit.err.substr(0, 500))),
                        ExitCode::environment);
    }
}

ExitCode rerun_in(const Options& options, const RerunSide& shown, laboratory::Laboratory& laboratory) {
    sides::Side side = shown.side;
    if (options.debug) side.selection.options.push_back("--pdb");
    auto ready = laboratory.ready(side, options.print_only);
    if (options.print_only) {
        print(script_for_terminal(script_of(ready, side, laboratory)));
        return ExitCode::ok;
    }
    const std::string command = shell_command(ready.command.argv);
    const Secrets& secrets = laboratory.options().secrets;
    run_setup(ready, secrets);
    if (options.open_shell) ready.command.argv = {shell_of(ready.command.environ), "-i"};
    // Nobody is waited for: a debugger and a shell have no limit.
    if (!options.open_shell && !options.debug) ready.command.timeout = laboratory.options().timeout;
    fmt::print(stderr, "{}{}\n", options.open_shell ? "a shell where this runs; exit ends it:  " : "",
               secrets.hide(command));
    const process::Exit exit = process::run(ready.command);
    if (!exit.start_error.empty())
        throw Error((options.open_shell ? "the shell" : "pytest") + (" could not be started: " + exit.start_error),
                    ExitCode::environment);
    if (exit.timed_out)
        fmt::print(stderr, "it did not end within {:g} s, the --timeout of the run, and was ended\n",
                   static_cast<double>(ready.command.timeout.count()) / 1000);
    if (!options.open_shell && shown.failure) print(report::traceback(*shown.failure, secrets, text_options(options)));
    if (exit.timed_out) return static_cast<ExitCode>(timed_out_status);
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
    const ProblemPlace place = problem_place("rerun", options.rerun.back());
    const report::Problem problem = problem_of(saved.report, place.number);
    laboratory::Laboratory laboratory(saved.request.project, saved.folder, settings, *status);
    return hiding(laboratory,
                  [&] { return rerun_in(options, rerun_side(laboratory, saved, problem, place), laboratory); });
}

}  // namespace testskew::cli
