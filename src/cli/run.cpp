// testskew run: the whole pipeline.
#include <filesystem>
#include <memory>

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/terminal.hpp"
#include "process/process.hpp"
#include "report/facts.hpp"
#include "util/redact.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {

ExitCode run(const Options& options) {
    const Stopwatch watch;
    const auto status = progress(options);
    const profile::Project project = profile::find_project(std::filesystem::current_path());
    RunRequest request;
    request.bad = options.bad;
    request.good = options.good;
    request.targets = options.targets;
    request.pytest_args = options.pytest_args;
    request.server_exceptions = options.server_exceptions;
    request.project = project.root.string();
    request.directory = std::filesystem::current_path().string();
    request.strict = options.strict;
    const ProfilePair profiles = profile::load_pair(project, {options.bad, options.good, options.targets, options.pytest_args});
    remember_secrets(process::own_environ());

    auto settings = laboratory_options(options);
    const auto folder = workspace::make_run_folder(project.root);
    auto place = std::make_unique<laboratory::Laboratory>(project.root, folder, settings, *status);
    const laboratory::SidePair sides = place->prepare(profiles);
    remember_secrets(sides.bad.environ);
    remember_secrets(sides.good.environ);
    laboratory::Base base = laboratory::run_base(*place, sides);
    if (!settings.mode && laboratory::met_overlay_limit(*place, base)) {
        status->note("a test renames a folder of the project, which an overlay without root cannot do: once more with copies");
        settings.mode = workspace::Mode::copy;
        place = std::make_unique<laboratory::Laboratory>(project.root, folder, settings, *status);
        base = laboratory::run_base(*place, sides);
    }
    laboratory::Laboratory& laboratory = *place;

    request.key = laboratory.options().key;
    request.workspace = workspace::to_string(laboratory.workspaces().mode());
    request.last_session = static_cast<int>(base.sessions.size());
    for (const auto& session : base.sessions) {
        if (session.phase == "base") (session.base == "bad" ? request.recording_bad : request.recording_good) = session.recording;
        if (session.phase == "one-sided") (session.base == "bad" ? request.extra_bad : request.extra_good) = session.recording;
    }
    Report report = report_of(laboratory, profiles, sides, base, request, watch.seconds());
    save_run(laboratory.run_folder(), request, report);
    if (options.attribute && worth_attributing(report)) {
        status->note(report::headline(report));   // what is known before the long part begins
        const Stopwatch attribution;
        report = with_attribution(options, laboratory, sides, base, request, report, attribution);
        save_run(laboratory.run_folder(), request, report);
    }
    publish(options, laboratory.run_folder(), report);
    return static_cast<ExitCode>(report.exit_code);
}

}  // namespace testskew::cli
