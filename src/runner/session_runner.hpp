#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "environment/failure.hpp"
#include "environment/misfit.hpp"
#include "model/attribution.hpp"
#include "model/enums.hpp"
#include "model/recording.hpp"
#include "runner/environments.hpp"
#include "runner/project_files.hpp"
#include "sides/side.hpp"
#include "status/status.hpp"
#include "util/secrets.hpp"

namespace testskew::runner {

struct SessionOutcome;

/// One session to be run. What it has is also what travels to another machine (session_data.cpp).
struct SessionSpec : SessionPurpose {
    sides::Side side;
    /// Of a session that is not compared, as `raise` changes outcomes; nullopt means the run's own setting.
    std::optional<ServerExceptions> server_exceptions;
    std::string observe;                               ///< JSON for the probe's `observe`; "" observes nothing
    std::optional<std::chrono::milliseconds> timeout;  ///< nullopt means the run's own limit
    /// The session ends once these tests (node ids) have run, as nothing else is asked of it; those that it does not
    /// collect are not waited for. nullopt means that all tests run.
    std::optional<std::vector<std::string>> until;
    bool alone = false;  ///< it is asked what it shows without another session beside it
    /// If its turn comes later than this, by SessionRunner::now(), it is not run, and `ended` is not called.
    std::optional<std::chrono::steady_clock::time_point> latest_start;
    /// Called with the constraints that the built packages break. Returns true if the session would mean nothing then,
    /// so that it is not run.
    std::function<bool(const std::vector<environment::Conflict>&)> refuse;
    /// Called with the outcome as soon as the session has ended, from whichever thread ran it: what has ended is known
    /// even if the sessions beside it are interrupted. May be empty.
    std::function<void(const SessionOutcome&)> ended;
};

/// True if no other session of the run may be on the same machine meanwhile.
inline bool runs_alone(const SessionSpec& spec) { return spec.alone || spec.side.exclusive; }

/// The outcome of one session.
struct SessionOutcome {
    SessionSummary summary;              ///< `results` are left to the caller
    std::optional<Recording> recording;  ///< nullopt if it could not be built or started
    std::optional<environment::BuildFailure> failure;
    std::vector<environment::Conflict> conflicts;  ///< the reasons for which the session was refused
    /// Why there is no recording, or why the one that there is says nothing: a predicate of which the session is the
    /// subject ("could not be started: ..."). "" if neither is so.
    std::string fault;

    /// Returns true if the recording can be compared.
    bool usable() const { return recording && fault.empty(); }
};

/// The options that hold for all sessions of a run.
struct RunnerOptions {
    int jobs = 2;                                 ///< how many sessions run side by side
    int machines = 1;                             ///< on how many machines
    std::chrono::milliseconds timeout{1800'000};  ///< for one session
    ServerExceptions server_exceptions = ServerExceptions::attach;
    bool offline = false;
    std::string key;                                 ///< the key of the digests of environ values
    std::map<std::string, std::string> own_environ;  ///< the variables of testskew itself, which sides may inherit
    Secrets secrets;  ///< the secrets of testskew's own environ and, once they are prepared, of the sides
};

/// Runs sessions. The laboratory runs real ones. The tests have a runner that answers from a script, so that code which
/// plans sessions can be tested without any process.
class SessionRunner {
public:
    virtual ~SessionRunner() = default;

    /// Runs the sessions side by side, at most `jobs` at a time, and on each machine one at a time if a side has to be
    /// alone. Returns their outcomes in the same order; that of a session whose latest start had passed is empty, and
    /// has no id. Throws Interrupted.
    virtual std::vector<SessionOutcome> run(const std::vector<SessionSpec>& specs, int jobs) = 0;

    /// The current time, against which budgets are measured. Tests replace it.
    virtual std::chrono::steady_clock::time_point now() const { return std::chrono::steady_clock::now(); }

    virtual Environments& environments() = 0;
    virtual ProjectFiles& files() = 0;
    virtual Status& status() = 0;
    virtual const RunnerOptions& options() const = 0;
};

}  // namespace testskew::runner
