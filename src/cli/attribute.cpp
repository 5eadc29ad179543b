// testskew attribute: continues an earlier run.
#include <fmt/core.h>

#include <filesystem>

#include "cli/attribute_rate.hpp"
#include "cli/attribution.hpp"
#include "cli/commands.hpp"
#include "cli/executor.hpp"
#include "cli/pipeline.hpp"
#include "cli/problem.hpp"
#include "cli/rounds_of_run.hpp"
#include "cli/terminal.hpp"
#include "process/interruption.hpp"
#include "process/process.hpp"
#include "rounds/rounds.hpp"
#include "util/error.hpp"
#include "util/text.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {
namespace {

Report with_causes(const Options& options, const SavedRun& saved, laboratory::Laboratory& laboratory,
                   const sides::SidePair& sides, const Stopwatch& watch) {
    if (!worth_attributing(saved.report))
        laboratory.status().note("nothing to attribute: no test fails on the bad side alone");
    const investigation::Base base = base_of(saved);
    return with_attribution(options, {laboratory, sides, base, saved.request}, saved.report, watch);
}

ExitCode attribute_run(const Options& options, const SavedRun& saved, laboratory::Laboratory& laboratory,
                       RemoteSessions* remote, const Stopwatch& watch) {
    const sides::SidePair sides = prepare_again(laboratory, saved);
    if (remote) remote->attach(laboratory, sides, saved.request.kinds);
    const Report report = options.rate_problem ? with_rate(options, saved, laboratory, sides)
                                               : with_causes(options, saved, laboratory, sides, watch);
    save_run(saved.folder, saved.request, report, laboratory.options().secrets);
    publish(options, saved.folder, report, laboratory.options().secrets);
    return report.exit_code;
}

/// Goes on with a run whose sessions others have run. What they have not run is run here, if this machine is like
/// theirs. The attribution is done from its beginning, as each answer may be used once.
ExitCode attribute_rounds(const Options& given, const SavedRun& saved, const Stopwatch& watch) {
    if (!given.executor.empty())
        throw Error(
            fmt::format("the sessions of {} are run in rounds: --executor is for another run", saved.report.run));
    const rounds::Ground ground = load_ground(saved.folder);
    const Options options = options_of_rounds(given, ground);
    require_same_files(saved.request.project, ground.run, ground.files);
    const auto status = progress(options);
    const std::string not_here = why_not_here(ground);
    rounds::Rounds rounds(saved.folder, ground, not_here.empty(),
                          [&](const std::string& line) { status->note(printable(line)); });
    laboratory::Laboratory laboratory(saved.request.project, saved.folder, options_of_run(options, saved.request),
                                      *status);
    return hiding(laboratory, [&] {
        const sides::SidePair sides = sides_of_rounds(laboratory, ground);
        laboratory.send_to(rounds, ground.slots);
        std::filesystem::remove(saved.folder / "attribution.jsonl");
        const investigation::Base base = base_of(saved);
        Report report;
        try {
            // The slots are those of the rounds; what is run here has fewer.
            report = with_attribution(options, {laboratory, sides, base, saved.request, false}, saved.report, watch);
        } catch (const Interrupted&) {
            if (process::interrupted() || rounds.missing().empty()) throw;
            throw Error(
                fmt::format("{}, so {} cannot be run here: `testskew plan --next {}` asks for what is missing",
                            not_here, count_of(static_cast<long>(rounds.missing().size()), "session"), ground.run),
                ExitCode::environment);
        }
        // The note of an earlier `attribute` is not true any more.
        std::erase_if(report.notes,
                      [](const std::string& note) { return note.find(" of the rounds: ") != std::string::npos; });
        report.notes.push_back(fmt::format("{} of the rounds: {} had been run elsewhere, {} here",
                                           count_of(rounds.answered() + rounds.left(), "session"), rounds.answered(),
                                           rounds.left()));
        if (const int unused = rounds.unused())
            status->note(fmt::format("{} in {} that no round has asked for", count_of(unused, "answer"),
                                     rounds::folder_of(saved.folder).string()));
        save_run(saved.folder, saved.request, report, laboratory.options().secrets);
        publish(options, saved.folder, report, laboratory.options().secrets);
        return report.exit_code;
    });
}

}  // namespace

ExitCode attribute(const Options& options) {
    const Stopwatch watch;
    const auto project = profile::find_project(std::filesystem::current_path());
    const SavedRun saved = load_run(workspace::run_or_latest(project.root, options.run));
    if (saved.report.cannot_install)
        throw Error(
            fmt::format("{} could not be installed in {}, so there is nothing to go on with: `testskew run` tries "
                        "it again",
                        saved.report.cannot_install->side, saved.report.run));
    if (options.rate_problem) problem_of(saved.report, options.rate_problem);  // no such problem: nothing is prepared
    if (has_rounds(saved.folder) && !options.rate_problem)
        return attribute_rounds(options, moved_to(saved, project.root), watch);
    const auto status = progress(options);
    const auto remote = remote_sessions(options, executor_of_run(options, saved.request), *status);
    laboratory::Laboratory laboratory(saved.request.project, saved.folder, options_of_run(options, saved.request),
                                      *status);
    return hiding(laboratory, [&] { return attribute_run(options, saved, laboratory, remote.get(), watch); });
}

}  // namespace testskew::cli
