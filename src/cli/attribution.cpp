#include "cli/attribution.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/explanations.hpp"
#include "compare/compare.hpp"
#include "explain/explain.hpp"
#include "explain/layers.hpp"
#include "explain/package_changes.hpp"
#include "explain/project_files.hpp"
#include "explain/touched.hpp"
#include "investigation/investigate.hpp"
#include "investigation/repeat.hpp"
#include "laboratory/package_folders.hpp"
#include "process/interruption.hpp"
#include "recording/read.hpp"
#include "report/assemble.hpp"
#include "report/progress_words.hpp"
#include "report/report.hpp"
#include "report/suspicion_words.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

namespace testskew::cli {
bool worth_attributing(const Report& report) {
    return std::any_of(report.comparison.clusters.begin(), report.comparison.clusters.end(),
                       [](const Cluster& cluster) { return cluster.kind == ClusterKind::regression; });
}

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

investigation::InvestigationOptions attribution_options(const Options& options, const ComparedRun& run,
                                                        const Report& report) {
    investigation::InvestigationOptions result;
    const std::filesystem::path folder = run.laboratory.run_folder();
    result.repeats = options.repeats;
    result.quick = options.quick;
    result.explain_plan = options.explain_plan;
    result.observe = options.observe;
    result.run_ahead = run.run_ahead;
    result.budget = std::chrono::duration<double>(60 * options.budget);
    result.log = folder / "attribution.jsonl";
    result.recording_of = [folder](const std::string& name) { return recording::read(folder / name); };
    result.known_changes = [&](const Comparison& comparison) {
        return untested_of(report, comparison, run.laboratory.project(), run.base.bad, run.base.good);
    };
    return result;
}

Report with_attribution(const Options& options, const ComparedRun& run, Report report, const Stopwatch& watch) {
    const auto& sides = run.sides;
    bool interrupted = false;
    process::allow_to_save(std::chrono::seconds(5));
    try {
        auto settings = attribution_options(options, run, report);
        settings.suspected = [&](const Comparison& comparison, const std::vector<Suspicion>& suspicions) {
            for (const auto& line : report::points_to(comparison, suspicions)) run.laboratory.status().note(line);
        };
        settings.expected = [&](const attribute::Forecast& forecast) {
            run.laboratory.status().note(report::expected_words(forecast.sessions, forecast.seconds));
        };
        auto result = investigation::investigate(run.laboratory, sides, run.base, settings);
        report.comparison = std::move(result.comparison);
        result.attribution.untested = std::move(report.attribution.untested);
        report.attribution = std::move(result.attribution);
        report.notes.insert(report.notes.end(), result.notes.begin(), result.notes.end());
        explain::explain_all(report.attribution, report.comparison, sides.bad.interpreter.version,
                             sides.good.interpreter.version);
        explain::add_touched_places(report.attribution, report.comparison);
        explain::explain_layers(report.attribution, report.comparison,
                                {sides.bad.interpreter.version, sides.good.interpreter.version},
                                explain::read_below(run.laboratory.project()));
        add_untested(report, run.laboratory.project(), run.base.bad, run.base.good);
        interrupted = result.interrupted;
        laboratory::PackageFolders packages(run.laboratory.environments(), sides);
        if (!interrupted) explain::explain_packages(packages, report.comparison, report.attribution);
        if (!interrupted) explain::explain_layer_packages(packages, report.comparison, report.attribution);
    } catch (const Interrupted&) {
        interrupted = true;
    } catch (const Error& error) {  // a full disk, a missing file: what was compared is still known
        if (error.code == ExitCode::usage) throw;
        report.attribution.stopped = {ObstacleKind::failed, error.what()};
        report.notes.push_back(fmt::format("attribution ended early: {}", error.what()));
    }
    report.sessions = report.attribution.sessions;
    report.seconds += watch.seconds();
    report.slots = run.laboratory.options().jobs;
    report.exit_code = report::exit_code(report, options.strict || run.request.strict);
    if (!interrupted) return report;
    const Secrets& secrets = run.laboratory.options().secrets;
    save_run(run.laboratory.run_folder(), run.request, report, secrets);
    write_file(run.laboratory.run_folder() / "report.json", report::json(report, secrets), 0600);
    fmt::print(stderr, "what is known so far is kept: testskew report shows it, and testskew attribute {} goes on\n",
               report.run);
    const std::string lost = run.laboratory.lost();
    throw lost.empty() ? Interrupted() : Interrupted("interrupted: " + lost);
}

}  // namespace testskew::cli
