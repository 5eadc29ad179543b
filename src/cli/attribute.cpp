// testskew attribute: continues an earlier run.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "cli/attribution.hpp"
#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/terminal.hpp"
#include "compare/compare.hpp"
#include "investigation/repeat.hpp"
#include "process/process.hpp"
#include "recording/read.hpp"
#include "util/error.hpp"
#include "util/text.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {
namespace {

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

ExitCode attribute_run(const Options& options, const SavedRun& saved, laboratory::Laboratory& laboratory,
                       const Stopwatch& watch) {
    const sides::SidePair sides = prepare_again(laboratory, saved);
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
    return hiding(laboratory, [&] { return attribute_run(options, saved, laboratory, watch); });
}

}  // namespace testskew::cli
