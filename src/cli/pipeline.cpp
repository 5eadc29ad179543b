#include "cli/pipeline.hpp"

#include <fmt/core.h>

#include "cli/ci_project.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "laboratory/prepare.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"
#include "report/assemble.hpp"
#include "report/report.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

/// The environment as the report shows it, with the differences between what the profile asks for and what was found.
Environment shown_environment(laboratory::Laboratory& laboratory, const sides::Side& side) {
    Environment environment = laboratory.environments().environment_of(side);
    environment.local = side.resolution.local;
    environment.provenance = side.resolution.provenance;
    auto& fidelity = environment.provenance.fidelity;
    fidelity.insert(fidelity.begin(), side.fidelity.begin(), side.fidelity.end());
    return environment;
}

std::chrono::milliseconds seconds_of(double seconds) {
    return std::chrono::milliseconds(static_cast<long>(seconds * 1000));
}

}  // namespace

laboratory::LaboratoryOptions laboratory_options(const Options& options) {
    laboratory::LaboratoryOptions result;
    result.own_environ = process::environ_without_git();
    result.secrets = Secrets(result.own_environ);
    result.jobs = options.jobs;
    if (options.timeout > 0) result.timeout = seconds_of(options.timeout);
    result.server_exceptions = options.server_exceptions;
    result.offline = options.offline;
    result.refresh = options.refresh;
    result.sandbox = options.sandbox;
    if (options.workspace == "overlay") result.mode = workspace::Mode::overlay;
    if (options.workspace == "copy") result.mode = workspace::Mode::copy;
    return result;
}

laboratory::LaboratoryOptions options_of_run(const Options& options, const RunRequest& request) {
    laboratory::LaboratoryOptions result = laboratory_options(options);
    if (options.timeout <= 0 && request.timeout > 0) result.timeout = seconds_of(request.timeout);
    result.key = request.key;
    // Two failures are the same only if this was the same.
    result.server_exceptions = request.server_exceptions;
    if (options.sandbox && !request.sandbox && options.command != "rerun")
        throw Error("the run had no --sandbox, so its failures cannot be compared: start again with `testskew run`");
    result.sandbox = options.sandbox || request.sandbox;
    if (options.workspace == "auto")
        result.mode = request.workspace == "copy" ? workspace::Mode::copy : workspace::Mode::overlay;
    return result;
}

ProfilePair profiles_of(const RunRequest& request) {
    std::error_code error;
    if (!fs::is_directory(request.directory, error))
        throw Error(fmt::format("{}, where the run was started, is not there any more", request.directory));
    return profile::load_pair(project_with_ci(request.directory, {request.bad, request.good}),
                              {request.directory, request.bad, request.good, request.targets, request.pytest_args,
                               request.changes, request.bad_changes, request.good_changes});
}

sides::SidePair prepare_again(laboratory::Laboratory& laboratory, const SavedRun& saved) {
    sides::SidePair sides = laboratory::prepare(laboratory, profiles_of(saved.request));
    for (auto [side, packages] :
         {std::pair(&sides.bad, &saved.report.bad.packages), std::pair(&sides.good, &saved.report.good.packages)})
        side->resolution.packages = packages_of_run(*packages, side->resolution.packages);
    return sides;
}

Report report_of(laboratory::Laboratory& laboratory, const ProfilePair& profiles, const sides::SidePair& sides,
                 const investigation::Base& base, const RunRequest& request, double seconds) {
    const Environment bad = shown_environment(laboratory, sides.bad), good = shown_environment(laboratory, sides.good);
    report::RunFacts facts;
    facts.run = laboratory.run_folder().filename().string();
    facts.run_directory = laboratory.run_folder().lexically_relative(laboratory.project()).string();
    facts.workspace = workspace::to_string(laboratory.workspaces().mode());
    facts.notes = base.notes;
    facts.seconds = seconds;
    facts.strict = request.strict;
    Attribution attribution;
    attribution.sessions = base.sessions;
    return report::assemble(report::side(base.bad, &bad, &profiles.bad), report::side(base.good, &good, &profiles.good),
                            base.comparison, attribution, facts);
}

void publish(const Options& options, const fs::path& run_folder, const Report& report, const Secrets& secrets) {
    const std::string json = report::json(report, secrets);
    if (!run_folder.empty()) write_file(run_folder / "report.json", json, 0600);
    if (options.json && *options.json == "-") return print(json);
    if (options.json) write_through(*options.json, json);
    print_text(report::text(report, secrets, text_options(options)));
}

}  // namespace testskew::cli
