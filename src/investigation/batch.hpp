#pragma once
#include <chrono>
#include <vector>

#include "investigation/log.hpp"
#include "investigation/study.hpp"
#include "runner/session_runner.hpp"

namespace testskew::investigation {

/// What the sessions of one step of the engine showed.
struct BatchResult {
    std::vector<LoggedSession> sessions;  ///< in the order of the experiments, without those that were cut off
    bool offline = false;                 ///< an environment could not be had because the index was not reached
    bool interrupted = false;             ///< the user ended it: what had ended by then is among the sessions
};

/// Runs the experiments of a step, each in a session with this limit. What is known without a session, or cannot be
/// built, gets none. If `explain` is true, the reason of each session is told before it is run.
BatchResult run_batch(runner::SessionRunner& runner, const Study& study, const attribute::Step& step,
                      std::chrono::milliseconds timeout, bool explain);

}  // namespace testskew::investigation
