#pragma once
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <semaphore>
#include <set>
#include <string>
#include <vector>

#include "environment/session_environment.hpp"
#include "laboratory/kept_environments.hpp"
#include "laboratory/memory_watch.hpp"
#include "laboratory/workspace_files.hpp"
#include "model/profile.hpp"
#include "process/process.hpp"
#include "runner/elsewhere.hpp"
#include "runner/session_runner.hpp"
#include "session/session.hpp"
#include "workspace/workspaces.hpp"

namespace testskew::laboratory {

/// The options of a run, with those that only real sessions have.
struct LaboratoryOptions : runner::RunnerOptions {
    std::optional<workspace::Mode> mode;  ///< nullopt: the best mode that works on this machine
    bool sandbox = false;                 ///< keep sessions from writing elsewhere (process::Sandbox)
    bool refresh = false;                 ///< resolve again even if a resolution is kept
    /// The user's own folder of the project, if the project is a checkout of it made for this run: virtual environments
    /// of the user lead there. Empty for every other run.
    std::filesystem::path original = {};
    int first_session = 0;  ///< the number of the first session; 0: the next one of the run
    int beside = 0;         ///< how many sessions that this testskew does not know of run at the same time, elsewhere
};

/// Runs real sessions of any side, each in its environment and in a workspace of its own, and numbers them. All calls
/// but add_secrets() are thread-safe.
class Laboratory : public runner::SessionRunner {
public:
    /// An empty key in the options is replaced by a new one. Throws Error if the run folder cannot be written.
    Laboratory(std::filesystem::path project, std::filesystem::path run_folder, LaboratoryOptions options,
               Status& status);

    std::vector<runner::SessionOutcome> run(const std::vector<runner::SessionSpec>& specs, int jobs) override;
    KeptEnvironments& environments() override { return environments_; }
    WorkspaceFiles& files() override { return files_; }
    Status& status() override { return status_; }
    const LaboratoryOptions& options() const override { return options_; }

    /// A session that is ready to run with testskew's own streams, as `rerun` needs it. Its workspace lives as long as
    /// `keep`.
    struct Ready {
        std::vector<process::Command> setup;  ///< commands that have to run first
        process::Command command;
        std::shared_ptr<void> keep;
        /// As the session sees them: its environment, the covered tree, the project in it, its folder for temporary
        /// files, and its HOME if that is its own.
        std::filesystem::path environment, top, project, tmp, home;
        bool built = false;  ///< a build of the project wrote files that are laid over the tree
    };
    /// If the session is `only_shown`, its environment is the kept one, which is there later, too.
    Ready ready(const sides::Side& side, bool only_shown = false);

    /// Hides the secrets among these variables from now on.
    void add_secrets(const std::map<std::string, std::string>& environ) { options_.secrets.add(environ); }
    /// The same with a side's variables, and with what its command lines give to options of secret names.
    void add_secrets(const std::map<std::string, std::string>& environ, const Conditions& of_side);

    /// The paths that the build of the project writes into the tree for this side. Builds the project if that build is
    /// not kept.
    std::set<std::string> built_paths(const sides::Side& side);

    /// From now on sessions run elsewhere, at most `jobs` at a time, on so many machines; those that are handed back
    /// run here, as many at a time as before. Environments that are asked for, and those that only a session with
    /// SessionSpec::refuse needs, are still built here. `elsewhere` must outlive this object.
    void send_to(runner::Elsewhere& elsewhere, int jobs, int machines = 1);
    /// Why sessions cannot be run elsewhere any more; "" if they can, or run here.
    std::string lost() const { return elsewhere_ ? elsewhere_->lost() : ""; }

    workspace::Workspaces& workspaces() { return *workspaces_; }
    const std::filesystem::path& project() const { return project_; }
    const std::filesystem::path& run_folder() const { return run_folder_; }

private:
    runner::SessionOutcome run_one(const runner::SessionSpec& spec, const std::string& id, int beside);
    /// Both fill in the outcome of a session, which is run on this machine or on another one.
    void run_here(const runner::SessionSpec& spec, Environment built, int beside, runner::SessionOutcome& outcome);
    /// Returns false if the session is to run on this machine.
    bool run_elsewhere(const runner::SessionSpec& spec, int beside, runner::SessionOutcome& outcome);
    /// Runs on this machine what another one might have run, no more at a time than before send_to().
    void run_here_after_all(const runner::SessionSpec& spec, runner::SessionOutcome& outcome);
    /// Where a session of a side runs, and the part of its request that every session of that side shares.
    struct Placed {
        Environment environment;
        workspace::Workspace place;
        session::SessionRequest request;
        /// The session's own copy of the environment, where there are no overlays.
        std::shared_ptr<environment::SessionEnvironment> own;
    };
    /// The environment with the project installed in it, for a workspace of this side.
    Environment with_project(const sides::Side& side, Environment environment);
    Placed placed(const sides::Side& side, Environment environment, bool own_copy = true);
    /// Fills in what only this session asks for. `scratch` is a folder for the output that the session captures.
    void complete(session::SessionRequest& request, const runner::SessionSpec& spec, const std::string& id,
                  const std::filesystem::path& scratch);

    /// Removes a run folder in which nothing was written, for example if the sides could not be had.
    struct EmptyFolder {
        std::filesystem::path path;
        ~EmptyFolder();
    };

    std::filesystem::path project_, run_folder_;
    const EmptyFolder empty_{run_folder_};
    LaboratoryOptions options_;
    Status& status_;
    std::unique_ptr<workspace::Workspaces> workspaces_;
    WorkspaceFiles files_;
    KeptEnvironments environments_;
    MemoryWatch memory_;
    runner::Elsewhere* elsewhere_ = nullptr;
    int here_jobs_ = 1;  ///< how many sessions may run on this machine at a time, although most run elsewhere
    std::unique_ptr<std::counting_semaphore<>> here_;
    std::atomic<int> next_session_{1};
};

}  // namespace testskew::laboratory
