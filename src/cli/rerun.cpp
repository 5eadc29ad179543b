// testskew rerun: runs one failing test of a problem in its environment and shows pytest's own output.
#include <fmt/core.h>

#include <charconv>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/terminal.hpp"
#include "process/process.hpp"
#include "recording/read.hpp"
#include "report/facts.hpp"
#include "util/error.hpp"
#include "util/text.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {
namespace {

int problem_number(const std::string& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1)
        throw Error(fmt::format(
            "'{}' is no problem's number: testskew rerun [RUN] PROBLEM, for example testskew rerun 1", text));
    return number;
}

/// The first cluster of the problem with this number.
const Cluster& cluster_of(const Report& report, int number) {
    const auto problems = report::problems(report);
    for (const auto& problem : problems)
        if (problem.number == number) return *problem.clusters.front();
    if (problems.empty()) throw Error("that run has no problem to rerun");
    throw Error(fmt::format("there is no problem {}: the run has {}", number,
                            problems.size() == 1 ? "problem 1" : fmt::format("problems 1 to {}", problems.size())));
}

}  // namespace

ExitCode rerun(const Options& options) {
    const auto project = profile::find_project(std::filesystem::current_path());
    const int number = problem_number(options.rerun.back());
    const SavedRun saved = load_run(options.rerun.size() == 2 ? workspace::find_run(project.root, options.rerun[0])
                                                              : workspace::latest_run(project.root));
    const Cluster& cluster = cluster_of(saved.report, number);

    const auto status = progress(options);
    auto settings = laboratory_options(options);
    settings.offline = true;  // everything that the run used is kept
    if (options.workspace == "auto")
        settings.mode = saved.request.workspace == "copy" ? workspace::Mode::copy : workspace::Mode::overlay;
    laboratory::Laboratory laboratory(saved.request.project, saved.folder, settings, *status);
    const sides::SidePair sides = prepare_again(laboratory, saved);
    const bool on_good = cluster.kind == ClusterKind::reverse;
    sides::Side side = on_good ? sides.good : sides.bad;

    // A failure that follows from the selection needs the other tests, so the whole selection is run again.
    const auto* found = report::attribution_of(saved.report, cluster.id);
    const bool needs_context = found && found->cause && found->cause->follows(Factor::selection);
    if (!needs_context) {
        const Recording base = recording::read(saved.folder / saved.report.sessions.at(on_good ? 1 : 0).recording);
        side.selection = sides::isolated_selection(side.selection, {cluster.tests.front().id},
                                                   sides::collected(base, laboratory.project()));
    }
    auto ready = laboratory.ready(side);
    const std::string command = shell_command(ready.command.argv);
    if (options.print_only) {
        print(command + "\n");
        return ExitCode::ok;
    }
    const Secrets& secrets = laboratory.options().secrets;
    for (const auto& setup : ready.setup) {
        const process::Exit exit = process::run(setup);
        if (!exit.ok())
            throw Error(fmt::format("the setup {} failed: {}", secrets.hide(shell_command(setup.argv)),
                                    secrets.hide(exit.start_error + exit.err.substr(0, 500))),
                        ExitCode::environment);
    }
    fmt::print(stderr, "{}\n", command);
    const process::Exit exit = process::run(ready.command);
    if (!exit.start_error.empty())
        throw Error("pytest could not be started: " + exit.start_error, ExitCode::environment);
    return static_cast<ExitCode>(exit.signal ? 128 + exit.signal : exit.status);
}

}  // namespace testskew::cli
