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
#include "sides/side.hpp"

namespace testskew::runner {

/// One session to be run.
struct SessionSpec {
    sides::Side side;
    std::string phase;  ///< "base", "search", ...
    std::string base = "bad";
    std::vector<DeltaName> taken;  ///< for the report
    std::string reason;
    std::string predicted;
    std::string server_exceptions;  ///< "": the run's
    std::string observe;            ///< JSON for the probe's `observe`; "": nothing
    std::optional<std::chrono::milliseconds> timeout;
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

}  // namespace testskew::runner
