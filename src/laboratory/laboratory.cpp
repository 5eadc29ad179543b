// Runs sessions of any side. Each needs an environment, a workspace and a process, and gives a recording.
#include "laboratory/laboratory.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <mutex>

#include "environment/build.hpp"
#include "environment/local.hpp"
#include "laboratory/session_end.hpp"
#include "laboratory/session_places.hpp"
#include "model/json.hpp"
#include "process/interruption.hpp"
#include "process/sandbox.hpp"
#include "recording/read.hpp"
#include "session/command.hpp"
#include "session/host.hpp"
#include "session/session.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/in_parallel.hpp"
#include "util/text.hpp"
#include "util/version.hpp"
#include "workspace/old_runs.hpp"
#include "workspace/tree.hpp"
#include "workspace/written_files.hpp"

namespace fs = std::filesystem;

namespace testskew::laboratory {
namespace {

/// The variables of a session: the side's own, what its workspace needs, and what activating the environment sets.
std::map<std::string, std::string> environ_of(const sides::Side& side, const workspace::Workspace& place,
                                              const fs::path& environment) {
    std::map<std::string, std::string> environ;
    for (const auto& [name, value] : side.environ) environ.emplace(name, with_places(value, place));
    for (const auto& [name, value] : place.environ) environ.insert_or_assign(name, value);
    const auto path = environ.find("PATH");
    environ["PATH"] = (environment / "bin").string() + ":" +
                      (path == environ.end() || path->second.empty() ? "/usr/local/bin:/usr/bin:/bin" : path->second);
    environ["VIRTUAL_ENV"] = environment.string();
    return environ;
}

/// The options of a workspace for a session in `environment`.
workspace::Options workspace_options(const sides::Side& side, const Environment& environment) {
    workspace::Options options;
    options.private_home = side.private_home;
    options.protect = {environment.path};
    options.laid_over = environment.built_files;
    if (const auto user = session::other_user(side.host)) options.owner = {{user->uid, user->gid}};
    return options;
}

/// Throws Error if sessions cannot be kept in a sandbox here, rather than running them without one.
std::unique_ptr<workspace::Workspaces> make_workspaces(const fs::path& project, const LaboratoryOptions& options) {
    const std::string refused = options.sandbox ? process::sandbox_refused() : "";
    if (!refused.empty()) throw Error(fmt::format("--sandbox is impossible here: {}", refused));
    return std::make_unique<workspace::Workspaces>(project, options.mode, std::nullopt, options.sandbox);
}

/// The sandbox of a session: its own places, and nothing else.
process::Sandbox sandbox_of(const workspace::Workspace& place, const fs::path& environment, bool private_home) {
    process::Sandbox sandbox{{place.top, place.tmp, place.scratch, environment}};
    if (private_home) sandbox.writable.push_back(place.home);
    return sandbox;
}

/// The recording of a session, in the folder of its run.
std::string recording_of(const std::string& id) { return "recordings/" + id + ".jsonl"; }

/// The highest number of the recordings s1.jsonl, s2.jsonl, ... in a folder.
int last_recording(const fs::path& folder) {
    int last = 0;
    for (const auto& file : fs::directory_iterator(folder)) {
        const std::string name = file.path().stem().string();
        if (name.size() > 1 && name.size() < 8 && name[0] == 's' &&
            name.find_first_not_of("0123456789", 1) == std::string::npos)
            last = std::max(last, std::stoi(name.substr(1)));
    }
    return last;
}

/// A session as data, for another machine that runs it.
runner::SessionRequestData request_elsewhere(const runner::SessionSpec& spec, const std::string& id, int beside,
                                             const LaboratoryOptions& options,
                                             const workspace::Workspaces& workspaces) {
    runner::SessionRequestData request;
    request.version = version();
    request.id = id;
    request.spec = spec;
    request.timeout = options.timeout;
    request.server_exceptions = options.server_exceptions;
    request.offline = options.offline;
    request.sandbox = options.sandbox;
    request.key = options.key;
    if (options.mode) request.workspace = workspace::to_string(*options.mode);
    request.beside = beside;
    request.project = workspaces.project().lexically_relative(workspaces.top()).string();
    return request;
}

size_t positive(int number) { return static_cast<size_t>(std::max(number, 1)); }

environment::BuildOptions build_options(const fs::path& project, const LaboratoryOptions& from, workspace::Mode mode) {
    environment::BuildOptions options;
    options.own_files = mode == workspace::Mode::copy;  // There, nothing keeps sessions from changing what they use.
    options.offline = from.offline;
    options.refresh = from.refresh;
    options.project = project;
    return options;
}

}  // namespace

Laboratory::Laboratory(fs::path project, fs::path run_folder, LaboratoryOptions options, Status& status)
    : project_(std::move(project)),
      run_folder_(std::move(run_folder)),
      options_(std::move(options)),
      status_(status),
      workspaces_(make_workspaces(project_, options_)),
      files_(*workspaces_),
      environments_(build_options(project_, options_, workspaces_->mode())),
      memory_(status) {
    workspace::hold_run(run_folder_);
    if (options_.key.empty()) options_.key = random_hex(16);
    std::error_code error;
    fs::create_directories(run_folder_ / "recordings", error);
    if (error)
        throw Error(fmt::format("cannot make {}: {}", (run_folder_ / "recordings").string(), error.message()),
                    ExitCode::environment);
    next_session_ = options_.first_session;
    if (!options_.first_session)  // continues the numbers of an earlier invocation
        next_session_ = last_recording(run_folder_ / "recordings") + 1;
}

Laboratory::EmptyFolder::~EmptyFolder() {
    std::error_code ignored;
    const fs::path recordings = path / "recordings";
    if (fs::is_empty(recordings, ignored) && !ignored) fs::remove(recordings, ignored);
    if (fs::is_empty(path, ignored) && !ignored) fs::remove(path, ignored);
}

void Laboratory::add_secrets(const std::map<std::string, std::string>& environ, const Conditions& of_side) {
    add_secrets(environ);
    add_secrets(secret_options(of_side.selection.options));
    for (const auto& argv : of_side.setup) add_secrets(secret_options(argv));
}

Environment Laboratory::with_project(const sides::Side& side, Environment environment) {
    if (side.resolution.local.empty()) return environment;
    environment.local = side.resolution.local;
    workspace::FileState files = side.files;
    // A file that a side is told to lack was left over from another build, so no build depends on it.
    std::erase_if(files.taken, [](const auto& item) { return item.second.kind == FilesSpec::Kind::nothing; });
    const workspace::Workspace place = workspaces_->make(files, workspace_options(side, environment));
    const auto watch = [&]() -> environment::LocalPlace::Save {
        return [written = workspace::WrittenFiles(place)](const fs::path& to) { written.save(to); };
    };
    return environment::install_local(environment, {place.project, workspaces_->stamp(files), place.entrance, watch},
                                      environments_.options());
}

Laboratory::Placed Laboratory::placed(const sides::Side& side, Environment environment, bool own_copy) {
    // The workspace is made after the build, so that it is the same whether the build ran just now or earlier.
    const Environment whole = with_project(side, environment);
    workspace::Workspace place = workspaces_->make(side.files, workspace_options(side, whole));
    std::shared_ptr<environment::SessionEnvironment> own;
    if (own_copy && workspaces_->mode() == workspace::Mode::copy)
        own =
            std::make_shared<environment::SessionEnvironment>(whole, place.tmp.parent_path(), place.project, place.top);
    const fs::path& root = own ? own->path() : whole.path;
    session::SessionRequest request;
    request.profile = side.name;
    request.python = root / "bin" / "python";
    request.scripts = root / "bin";
    request.environ = environ_of(side, place, root);
    request.project = request.directory = place.project;
    request.entrance = place.entrance;
    request.conditions() = side.conditions();
    if (options_.sandbox) request.sandbox = sandbox_of(place, root, side.private_home);
    return {std::move(environment), std::move(place), std::move(request), std::move(own)};
}

void Laboratory::complete(session::SessionRequest& request, const runner::SessionSpec& spec, const std::string& id,
                          const fs::path& scratch) {
    request.id = id;
    request.timeout = spec.timeout.value_or(options_.timeout);
    // "raise" changes outcomes, so only sessions that are not compared may use it.
    const bool off = options_.server_exceptions == ServerExceptions::off;
    request.server_exceptions = spec.server_exceptions.value_or(off ? ServerExceptions::off : ServerExceptions::attach);
    request.observe_json = spec.observe;
    request.until = spec.until;
    request.capture_parent = scratch;
    request.recording = run_folder_ / recording_of(id);
    request.facts = workspaces_->facts(spec.side.files);
    if (options_.sandbox) request.facts["sandbox"] = "on";
    request.key = options_.key;
    request.secrets = options_.secrets;
    request.interpreter = spec.side.interpreter;
    request.files = spec.side.files.base;
    request.workspace_kind = workspace::to_string(workspaces_->mode());
}

void Laboratory::run_here(const runner::SessionSpec& spec, Environment built, int beside,
                          runner::SessionOutcome& outcome) {
    SessionSummary& summary = outcome.summary;
    const sides::Side& side = spec.side;
    auto [environment, place, request, own] = placed(side, std::move(built));
    summary.environment = environments_.name_of(environment);
    complete(request, spec, summary.id, place.scratch);
    request.facts["beside"] = std::to_string(beside);
    const auto result = session::run(request, status_, summary.id);
    summary.command = result.command;
    summary.seconds = result.seconds;
    summary.recording = recording_of(summary.id);
    outcome.recording = recording::read(result.recording);
    memory_.note(outcome.recording->memory);
    outcome.fault = fault_of(result, *outcome.recording, options_.secrets);
    if (const std::string file = own ? own->changed_file() : ""; !file.empty()) {
        environments_.forget(environment);
        outcome.recording.reset();  // It may have run with what another session had written.
        outcome.fault = fmt::format(
            "cannot be used: while it ran, {} of its environment was changed, which sessions share where there "
            "are no overlays; the environment is built again",
            file);
    }
    if (side.host.user && outcome.fault.find("Permission denied") != std::string::npos)
        outcome.fault += fmt::format(
            ". The user {} has to be able to read the interpreter and {} (XDG_CACHE_HOME names another place for "
            "it)",
            *side.host.user, cache_directory().string());
}

bool Laboratory::run_elsewhere(const runner::SessionSpec& spec, int beside, runner::SessionOutcome& outcome) {
    SessionSummary& summary = outcome.summary;
    const auto request = request_elsewhere(spec, summary.id, beside, options_, *workspaces_);
    auto answered = elsewhere_->run(request, status_, summary.id);
    if (!answered) return false;
    auto& answer = *answered;
    summary.command = std::move(answer.outcome.summary.command);
    summary.seconds = answer.outcome.summary.seconds;
    if (!answer.environment_key.empty()) {
        Environment environment;
        environment.key = answer.environment_key;
        summary.environment = environments_.name_of(environment);
    }
    outcome.failure = std::move(answer.outcome.failure);
    outcome.fault = std::move(answer.outcome.fault);
    if (!answer.recording) return true;
    summary.recording = recording_of(summary.id);
    write_file(run_folder_ / summary.recording, *answer.recording, 0600);
    outcome.recording = recording::read(run_folder_ / summary.recording);
    return true;
}

void Laboratory::run_here_after_all(const runner::SessionSpec& spec, runner::SessionOutcome& outcome) {
    here_->acquire();
    const std::shared_ptr<void> turn(nullptr, [this](void*) { here_->release(); });
    run_here(spec, environments_.environment_of(spec.side), here_jobs_ - 1, outcome);
}

runner::SessionOutcome Laboratory::run_one(const runner::SessionSpec& spec, const std::string& id, int beside) {
    runner::SessionOutcome outcome;
    outcome.summary.id = id;
    outcome.summary.purpose() = spec.purpose();
    status_.begin(id, spec.side.name, fmt::format("session {}", id));
    try {
        Environment built;
        if (!elsewhere_ || spec.refuse) built = environments_.environment_of(spec.side);
        if (spec.refuse) {
            const auto conflicts = environments_.conflicts_of(built);
            if (spec.refuse(conflicts)) {
                status_.end(id, "its packages do not fit together");
                outcome.conflicts = conflicts;
                return outcome;
            }
        }
        if (!elsewhere_)
            run_here(spec, std::move(built), beside, outcome);
        else if (!run_elsewhere(spec, beside, outcome))
            run_here_after_all(spec, outcome);
        for (auto& word : outcome.summary.command) word = options_.secrets.hide(word);
    } catch (const environment::BuildError& error) {
        outcome.failure = error.failure;
        outcome.fault = error.what();
    } catch (...) {
        status_.end(id, "stopped");
        throw;
    }
    status_.end(id, outcome.usable() ? counted(*outcome.recording) : outcome.fault);
    return outcome;
}

void Laboratory::send_to(runner::Elsewhere& elsewhere, int jobs, int machines) {
    if (!elsewhere_) {
        here_jobs_ = std::max(1, options_.jobs);
        here_ = std::make_unique<std::counting_semaphore<>>(here_jobs_);
    }
    elsewhere_ = &elsewhere;
    options_.jobs = jobs;
    options_.machines = machines;
}

std::vector<runner::SessionOutcome> Laboratory::run(const std::vector<runner::SessionSpec>& specs, int jobs) {
    const bool alone = std::any_of(specs.begin(), specs.end(), runner::runs_alone);
    const size_t wanted = std::min(positive(jobs), specs.size());
    const size_t parallel = alone        ? std::min(positive(options_.machines), wanted)
                            : elsewhere_ ? wanted
                                         : memory_.fitting(wanted);
    const int first = next_session_.fetch_add(static_cast<int>(specs.size()));
    const int beside = (alone ? 0 : static_cast<int>(parallel) - 1) + options_.beside;
    const auto id_of = [&](size_t i) { return fmt::format("s{}", first + static_cast<int>(i)); };
    if (elsewhere_)
        for (size_t i = 0; i < specs.size(); ++i)
            elsewhere_->announce(request_elsewhere(specs[i], id_of(i), beside, options_, *workspaces_));
    std::vector<runner::SessionOutcome> outcomes(specs.size());
    std::mutex mutex;
    std::exception_ptr not_now;
    in_parallel(specs.size(), parallel, [&](size_t i) {
        if (specs[i].latest_start && now() > *specs[i].latest_start) return;
        try {
            outcomes[i] = run_one(specs[i], id_of(i), beside);
        } catch (const Interrupted&) {
            if (!elsewhere_ || process::interrupted()) throw;
            const std::lock_guard lock(mutex);  // The others are asked for as well, so that all can be run at once.
            not_now = std::current_exception();
            return;
        }
        if (specs[i].ended) specs[i].ended(outcomes[i]);
    });
    if (not_now) std::rethrow_exception(not_now);
    return outcomes;
}

std::set<std::string> Laboratory::built_paths(const sides::Side& side) {
    std::set<std::string> paths;
    const fs::path folder = with_project(side, environments_.environment_of(side)).built_files;
    if (folder.empty()) return paths;
    for (const auto& entry : workspace::walk(folder)) paths.insert(entry.path);
    return paths;
}

Laboratory::Ready Laboratory::ready(const sides::Side& side, bool only_shown) {
    auto [environment, workspace, request, own] = placed(side, environments_.environment_of(side), !only_shown);
    Ready ready;
    for (const auto& argv : request.setup)
        ready.setup.push_back(session::command_of(request, session::setup_command(request, argv)));
    ready.command = session::command_of(request, session::bare_command(request));
    ready.command.inherit_streams = true;
    ready.environment = request.scripts.parent_path();
    ready.top = workspace.top;
    ready.project = workspace.project;
    ready.tmp = workspace.tmp;
    if (side.private_home) ready.home = workspace.home;
    ready.built = !built_paths(side).empty();
    using Kept = std::pair<workspace::Workspace, std::shared_ptr<environment::SessionEnvironment>>;
    ready.keep = std::make_shared<Kept>(std::move(workspace), std::move(own));
    return ready;
}

}  // namespace testskew::laboratory
