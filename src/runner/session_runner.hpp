#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "environment/failure.hpp"
#include "environment/misfit.hpp"
#include "model/attribution.hpp"
#include "model/recording.hpp"
#include "runner/environments.hpp"
#include "runner/project_files.hpp"
#include "sides/side.hpp"
#include "status/status.hpp"
#include "util/secrets.hpp"

namespace testskew::runner {

/// One session to be run.
struct SessionSpec {
    sides::Side side;
    Phase phase = Phase::base;
    SideName from = SideName::bad;  ///< for the report: the side that all but `taken` comes from
    std::vector<DeltaName> taken;   ///< for the report
    std::string reason;
    std::string predicted;
    std::string server_exceptions;                     ///< "": the run's
    std::string observe;                               ///< JSON for the probe's `observe`; "": nothing
    std::optional<std::chrono::milliseconds> timeout;  ///< nullopt: the run's
    /// Asked with the constraints that the built packages break: true if the session would mean nothing then.
    std::function<bool(const std::vector<environment::Conflict>&)> refuse;
};

/// What came of one session.
struct SessionOutcome {
    SessionSummary summary;              ///< `results` are left to the caller
    std::optional<Recording> recording;  ///< nullopt: it could not be built or started
    std::optional<environment::BuildFailure> failure;
    std::vector<environment::Conflict> conflicts;  ///< for which the session was refused
    std::string problem;                           ///< why there is no recording, or that it is not as planned
};

/// What holds for all sessions of a run.
struct RunnerOptions {
    int jobs = 2;                                 ///< sessions side by side
    std::chrono::milliseconds timeout{1800'000};  ///< for one session
    std::string server_exceptions = "attach";
    bool offline = false;
    std::string key;  ///< of the digests of environ values
    Secrets secrets;  ///< of our own environ and, once they are prepared, of the sides
};

/// Runs sessions. The laboratory runs real ones; the tests have one that answers from a script, so that whoever plans
/// sessions can be tested without any process.
class SessionRunner {
public:
    virtual ~SessionRunner() = default;

    /// Runs the sessions side by side, at most `jobs` at a time, and one at a time if a side wants to be alone. Gives
    /// their outcomes in the same order. Throws Interrupted.
    virtual std::vector<SessionOutcome> run(const std::vector<SessionSpec>& specs, int jobs) = 0;

    /// The time by which budgets are kept.
    virtual std::chrono::steady_clock::time_point now() const { return std::chrono::steady_clock::now(); }

    virtual Environments& environments() = 0;
    virtual ProjectFiles& files() = 0;
    virtual Status& status() = 0;
    virtual const RunnerOptions& options() const = 0;
};

}  // namespace testskew::runner
