// testskew attribute: continues an earlier run.
#include <fmt/core.h>

#include <filesystem>

#include "cli/attribution.hpp"
#include "cli/commands.hpp"
#include "cli/executor.hpp"
#include "cli/pipeline.hpp"
#include "cli/terminal.hpp"
#include "process/process.hpp"
#include "util/error.hpp"
#include "util/text.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {
namespace {

ExitCode attribute_run(const Options& options, const SavedRun& saved, laboratory::Laboratory& laboratory,
                       RemoteSessions* remote, const Stopwatch& watch) {
    const sides::SidePair sides = prepare_again(laboratory, saved);
    if (remote) remote->attach(laboratory, sides, saved.request.kinds);
    if (!worth_attributing(saved.report))
        laboratory.status().note("nothing to attribute: no test fails on the bad side alone");
    const investigation::Base base = base_of(saved);
    const Report report = with_attribution(options, {laboratory, sides, base, saved.request}, saved.report, watch);
    save_run(saved.folder, saved.request, report, laboratory.options().secrets);
    publish(options, saved.folder, report, laboratory.options().secrets);
    return report.exit_code;
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
    const auto status = progress(options);
    const auto remote = remote_sessions(options, executor_of_run(options, saved.request), *status);
    laboratory::Laboratory laboratory(saved.request.project, saved.folder, options_of_run(options, saved.request),
                                      *status);
    return hiding(laboratory, [&] { return attribute_run(options, saved, laboratory, remote.get(), watch); });
}

}  // namespace testskew::cli
