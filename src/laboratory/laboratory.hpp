#pragma once
#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "environment/build.hpp"
#include "environment/failure.hpp"
#include "environment/misfit.hpp"
#include "model/attribution.hpp"
#include "model/recording.hpp"
#include "process/process.hpp"
#include "runner/session_runner.hpp"
#include "session/session.hpp"
#include "sides/side.hpp"
#include "status/status.hpp"
#include "workspace/workspaces.hpp"

namespace testskew::laboratory {

struct LaboratoryOptions {
    int jobs = 2;
    std::chrono::milliseconds timeout{1800'000};  ///< for one session
    std::string server_exceptions = "attach";
    std::optional<workspace::Mode> mode;  ///< nullopt: what works best here
    bool offline = false, refresh = false;
    std::string key;  ///< of the digests of environ values; "": a new one
};

/// Runs sessions of any side in environments and workspaces of their own, and numbers them. Thread-safe but for
/// prepare().
class Laboratory {
public:
    Laboratory(std::filesystem::path project, std::filesystem::path run_folder, LaboratoryOptions options,
               Status& status);

    /// Finds the interpreters, resolves and builds both sides at the same time. Throws Error where one cannot be had.
    sides::SidePair prepare(const ProfilePair& profiles);
    /// The same for one side.
    sides::Side prepare(const Profile& profile);

    /// The environment of a side, as the report shows it; built where it is not there or was changed since. Throws
    /// BuildError, also where it takes longer than `limit` (0: none).
    Environment environment_of(const sides::Side& side, const environment::Progress& progress = {},
                               std::chrono::milliseconds limit = {});
    /// What of a side's packages another interpreter cannot have; `asked` are the names that matter.
    environment::Misfit misfit_of(const sides::Side& side, const Interpreter& to, const std::set<std::string>& asked);
    /// Notes that a built set of packages breaks what they declare, "" where all is well; asked once for each set.
    std::vector<environment::Conflict> conflicts_of(const Environment& environment);

    /// Runs the sessions side by side, as many as `jobs` and the sides' `exclusive` allow, in this order. Throws
    /// Interrupted.
    std::vector<runner::SessionOutcome> run(const std::vector<runner::SessionSpec>& specs);

    /// What a session needs besides: for `rerun`, which runs it with our own streams. The workspace lives as long as
    /// `keep`.
    struct Ready {
        std::vector<process::Command> setup;  ///< to be run first
        process::Command command;
        std::shared_ptr<void> keep;
    };
    Ready ready(const sides::Side& side);

    workspace::Workspaces& workspaces() { return *workspaces_; }
    const std::filesystem::path& project() const { return project_; }
    const std::filesystem::path& run_folder() const { return run_folder_; }
    const LaboratoryOptions& options() const { return options_; }
    Status& status() { return status_; }
    /// The sentence that sessions and files may not belong together any more: names a file of the project that was
    /// edited while the sessions ran; "" if none was.
    std::string edited();
    void use_jobs(int jobs) { options_.jobs = jobs; }

private:
    runner::SessionOutcome run_one(const runner::SessionSpec& spec, const std::string& id, int beside);
    environment::BuildOptions build_options() const;
    /// Where a session of a side runs, and the part of its request that every session of that side shares.
    struct Placed {
        Environment environment;
        workspace::Workspace place;
        session::SessionRequest request;
    };
    Placed placed(const sides::Side& side, Environment environment);
    std::string name_of(const Environment& environment);
    /// Held by whoever builds this: of two sessions that want the same environment one builds it.
    std::mutex& turn_of(const std::string& wanted);

    std::filesystem::path project_, run_folder_;
    LaboratoryOptions options_;
    Status& status_;
    std::unique_ptr<workspace::Workspaces> workspaces_;
    std::mutex mutex_;
    std::map<std::string, std::string> environment_names_;                 ///< key -> "e3"
    std::map<std::string, std::vector<environment::Conflict>> conflicts_;  ///< by key
    std::map<std::string, Environment> built_;                             ///< by key: to vary from
    std::map<std::string, std::mutex> turns_;                              ///< by interpreter and packages
    std::map<std::string, environment::BuildError> unbuildable_;  ///< by interpreter and packages: not tried twice
    std::atomic<int> next_session_{1};
};

}  // namespace testskew::laboratory
