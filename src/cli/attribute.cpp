// testskew attribute: continues an earlier run. `run` uses with_attribution() as well, once it has compared the sides.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/terminal.hpp"
#include "compare/compare.hpp"
#include "explain/explain.hpp"
#include "explain/package_changes.hpp"
#include "investigation/investigate.hpp"
#include "investigation/repeat.hpp"
#include "laboratory/package_folders.hpp"
#include "process/process.hpp"
#include "recording/read.hpp"
#include "report/assemble.hpp"
#include "report/facts.hpp"
#include "util/error.hpp"
#include "util/text.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {
namespace {

investigation::InvestigationOptions attribution_options(const Options& options, const std::filesystem::path& folder) {
    investigation::InvestigationOptions result;
    result.repeats = options.repeats;
    result.quick = options.quick;
    result.explain_plan = options.explain_plan;
    result.observe = options.observe;
    result.budget = std::chrono::duration<double>(60 * options.budget);
    result.log = folder / "attribution.jsonl";
    return result;
}

/// The comparison that an earlier invocation made, from its recordings.
investigation::Base base_of(const SavedRun& saved) {
    investigation::Base base;
    const auto read = [&](const std::string& name) { return recording::read(saved.folder / name); };
    base.bad = read(saved.request.recording_bad);
    base.good = read(saved.request.recording_good);
    if (!saved.request.extra_bad.empty()) base.extra_bad = read(saved.request.extra_bad);
    if (!saved.request.extra_good.empty()) base.extra_good = read(saved.request.extra_good);
    base.comparison = testskew::compare::compare(base.bad, base.good, base.extra_bad ? &*base.extra_bad : nullptr,
                                                 base.extra_good ? &*base.extra_good : nullptr);
    investigation::keep_repetitions(saved.report.comparison, base.comparison);
    const auto& sessions = saved.report.sessions;
    const size_t compared =
        std::min(sessions.size(), static_cast<size_t>(std::max(0, saved.request.compared_sessions)));
    base.sessions.assign(sessions.begin(), sessions.begin() + static_cast<long>(compared));
    return base;
}

}  // namespace

bool worth_attributing(const Report& report) {
    return std::any_of(report.comparison.clusters.begin(), report.comparison.clusters.end(),
                       [](const Cluster& cluster) { return cluster.kind == ClusterKind::regression; });
}

Report with_attribution(const Options& options, const ComparedRun& run, Report report, const Stopwatch& watch) {
    const auto& sides = run.sides;
    try {
        auto result = investigation::investigate(run.laboratory, sides, run.base,
                                                 attribution_options(options, run.laboratory.run_folder()));
        report.comparison = std::move(result.comparison);
        report.attribution = std::move(result.attribution);
        report.notes.insert(report.notes.end(), result.notes.begin(), result.notes.end());
        explain::explain_all(report.attribution, report.comparison, sides.bad.interpreter.version,
                             sides.good.interpreter.version);
        laboratory::PackageFolders packages(run.laboratory.environments(), sides);
        explain::explain_packages(packages, report.comparison, report.attribution);
    } catch (const Interrupted&) {
        fmt::print(stderr, "what is known so far is kept: testskew attribute {} goes on\n", report.run);
        throw;
    } catch (const Error& error) {  // a full disk, a missing file: what was compared is still known
        if (error.code == ExitCode::usage) throw;
        report.attribution.stopped = {ObstacleKind::failed, error.what()};
        report.notes.push_back(fmt::format("attribution ended early: {}", error.what()));
        return report;
    }
    report.sessions = report.attribution.sessions;
    report.seconds += watch.seconds();
    report.exit_code = report::exit_code(report, options.strict || run.request.strict);
    return report;
}

ExitCode attribute(const Options& options) {
    const Stopwatch watch;
    const auto project = profile::find_project(std::filesystem::current_path());
    const SavedRun saved = load_run(options.run.empty() ? workspace::latest_run(project.root)
                                                        : workspace::find_run(project.root, options.run));
    const auto status = progress(options);
    auto settings = laboratory_options(options);
    settings.key = saved.request.key;
    // Two failures are the same only if this was the same.
    settings.server_exceptions = saved.request.server_exceptions;
    if (options.workspace == "auto")
        settings.mode = saved.request.workspace == "copy" ? workspace::Mode::copy : workspace::Mode::overlay;
    laboratory::Laboratory laboratory(saved.request.project, saved.folder, settings, *status);
    const sides::SidePair sides = prepare_again(laboratory, saved);
    if (!worth_attributing(saved.report)) status->note("nothing to attribute: no test fails on the bad side alone");
    const investigation::Base base = base_of(saved);
    const Report report = with_attribution(options, {laboratory, sides, base, saved.request}, saved.report, watch);
    save_run(saved.folder, saved.request, report, laboratory.options().secrets);
    publish(options, saved.folder, report, laboratory.options().secrets);
    return static_cast<ExitCode>(report.exit_code);
}

}  // namespace testskew::cli
