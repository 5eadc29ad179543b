// testskew run: compares the sides, looks for the causes and reports them.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <memory>

#include "cli/attribution.hpp"
#include "cli/behind_dashes.hpp"
#include "cli/ci_project.hpp"
#include "cli/commands.hpp"
#include "cli/executor.hpp"
#include "cli/explanations.hpp"
#include "cli/pipeline.hpp"
#include "cli/render.hpp"
#include "cli/reproduced.hpp"
#include "cli/run_sides.hpp"
#include "cli/targets.hpp"
#include "cli/terminal.hpp"
#include "investigation/repeat.hpp"
#include "laboratory/cannot_install.hpp"
#include "laboratory/prepare.hpp"
#include "process/process.hpp"
#include "report/facts.hpp"
#include "report/headline.hpp"
#include "report/reproduction_words.hpp"
#include "sides/selection.hpp"
#include "util/error.hpp"
#include "util/os_release.hpp"
#include "util/text.hpp"
#include "workspace/kept_files.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {

namespace {

/// Keeps the report that one side cannot be installed.
Report cannot_install(const RunRequest& request, const ProfilePair& profiles, const laboratory::Laboratory& laboratory,
                      const UninstallablePackage& refused) {
    Report report;
    report.run = laboratory.run_folder().filename().string();
    report.run_directory = laboratory.run_folder().lexically_relative(laboratory.project()).string();
    report.bad.name = profiles.bad.name;
    report.good.name = profiles.good.name;
    report.cannot_install = refused;
    report.exit_code = refused.shown() ? ExitCode::attributed : ExitCode::environment;
    save_run(laboratory.run_folder(), request, report, laboratory.options().secrets);
    return report;
}

/// Keeps what the base sessions were, so that the run can go on. Of two of one side the last one counts.
void remember_sessions(const investigation::Base& base, RunRequest& request) {
    request.compared_sessions = static_cast<int>(base.sessions.size());
    for (const auto& session : base.sessions) {
        if (session.phase == Phase::base)
            (session.from == SideName::bad ? request.recording_bad : request.recording_good) = session.recording;
        if (session.phase == Phase::one_sided)
            (session.from == SideName::bad ? request.extra_bad : request.extra_good) = session.recording;
    }
}

/// Says so if pytest did not start because of options of testskew that stand behind --.
void note_behind_dashes(const Options& options, const investigation::Base& base, Status& status) {
    for (const Recording* recording : {&base.bad, &base.good}) {
        const auto unknown = unknown_to_pytest(options.behind_dashes, recording->usage_error);
        if (unknown.empty()) continue;
        status.note(behind_dashes_note(unknown));
        return;
    }
}

/// Adds to a comparison what is known of the changes between the sides and, if that is wanted, the causes. Keeps each
/// state of the report.
Report explained(const Options& options, laboratory::Laboratory& laboratory, const sides::SidePair& sides,
                 const investigation::Base& base, const RunRequest& request, Report report) {
    const bool attributed = options.attribute && worth_attributing(report);
    if (attributed) laboratory.status().note(report::headline(report));  // before the long part begins
    add_untested_packages(report, laboratory, sides, !options.attribute);
    save_run(laboratory.run_folder(), request, report, laboratory.options().secrets);
    if (!attributed) return report;
    const Stopwatch attribution;
    report = with_attribution(options, {laboratory, sides, base, request}, report, attribution);
    save_run(laboratory.run_folder(), request, report, laboratory.options().secrets);
    return report;
}

/// Prepares the sides, compares them and looks for the causes. `place` is replaced if another kind of workspace turns
/// out to be needed. `kept_files` is the state of the project's files before any session.
Report run_in(const Options& options, RunRequest request, const ProfilePair& profiles,
              std::unique_ptr<laboratory::Laboratory>& place, RemoteSessions* remote,
              std::future<std::string>& kept_files) {
    const Stopwatch watch;
    sides::SidePair sides;
    try {
        sides = laboratory::prepare(*place, profiles);
    } catch (const laboratory::CannotInstall& error) {
        request.files = kept_files.get();
        return cannot_install(request, profiles, *place, error.refused);
    }
    request.files = kept_files.get();
    if (remote) remote->attach(*place, sides, {});
    const auto run_pair = [&] {
        investigation::Base base = investigation::run_base(*place, sides);
        // The sides are the same when they are set up again.
        if (base.went_on) request.pytest_args.emplace_back(sides::go_on_collecting);
        return base;
    };
    investigation::Base base = run_pair();
    if (!place->options().mode && investigation::met_overlay_limit(*place, base)) {
        laboratory::Laboratory& old = *place;
        auto settings = old.options();
        place->status().note(
            "a test renames a folder of the project, or moves a file of it into the temporary folder, which an overlay "
            "cannot do: once more with copies");
        settings.mode = workspace::Mode::copy;
        place = std::make_unique<laboratory::Laboratory>(old.project(), old.run_folder(), settings, old.status());
        if (remote) remote->attach(*place, sides, {});
        base = run_pair();
    }
    if (remote) remote->compare_kinds(*place, sides, base);
    investigation::repeat_failures(
        *place, sides, options.attribute ? investigation::Repeated::not_attributed : investigation::Repeated::all,
        base);
    laboratory::Laboratory& laboratory = *place;

    request.key = laboratory.options().key;
    if (remote) request.kinds = remote->used();
    request.workspace = workspace::to_string(laboratory.workspaces().mode());
    remember_sessions(base, request);
    Report report = report_of(laboratory, profiles, sides, base, request, watch.seconds());
    add_reproduction(profiles, base, {request.bad.value_or(""), request.good.value_or("")}, request.strict, report);
    for (const auto& line : report::reproduction_lines(report)) place->status().note(line.text);
    note_behind_dashes(options, base, place->status());
    add_untested(report, laboratory.project(), base.bad, base.good);
    add_import_hint(report, laboratory.project(), profiles);
    save_run(laboratory.run_folder(), request, report, laboratory.options().secrets);
    try {
        return explained(options, laboratory, sides, base, request, std::move(report));
    } catch (const Interrupted&) {
        laboratory.status().note(
            "what was compared is kept: `testskew report` shows it, and `testskew attribute` goes on");
        throw;
    }
}

}  // namespace

Report run_sides(const Options& options, const std::function<void(const FinishedRun&)>& finished) {
    const auto status = progress(options);
    const profile::Project project = project_with_ci(std::filesystem::current_path(), {options.bad, options.good});
    RunRequest request;
    request.bad = options.bad;
    request.good = options.good;
    request.targets = options.targets;
    request.pytest_args = options.pytest_args;
    request.changes = options.changes;
    request.bad_changes = options.bad_changes;
    request.good_changes = options.good_changes;
    request.server_exceptions = options.server_exceptions;
    request.sandbox = options.sandbox;
    request.project = project.root.string();
    request.directory = std::filesystem::current_path().string();
    request.strict = options.strict;
    request.timeout = options.timeout;
    request.executor = options.executor;
    request.machine = machine_name();
    if (request.bad && request.good) request.good = good_session(*request.bad, *request.good, request.directory);
    const ProfilePair profiles = profiles_of(request);

    check_targets(profiles.bad, project.root);
    check_targets(profiles.good, project.root);
    auto settings = laboratory_options(options);
    const auto folder = workspace::make_run_folder(project.root);
    // The state of the files is kept while the sides are prepared, as that takes git some calls.
    auto kept_files = std::async(std::launch::async, [&] { return workspace::kept_state(project.root); });
    const auto remote = remote_sessions(options, options.executor, *status);
    auto place = std::make_unique<laboratory::Laboratory>(project.root, folder, settings, *status);
    Report report;
    hiding([&]() -> const Secrets& { return place->options().secrets; },
           [&] {
               report = run_in(options, request, profiles, place, remote.get(), kept_files);
               finished({place->run_folder(), report, place->options().secrets});
               return report.exit_code;
           });
    return report;
}

ExitCode run(const Options& options) {
    return run_sides(options, [&](const FinishedRun& run) { publish(options, run.folder, run.report, run.secrets); })
        .exit_code;
}

}  // namespace testskew::cli
