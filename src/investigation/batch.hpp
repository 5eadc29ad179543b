#pragma once
#include <chrono>
#include <vector>

#include "investigation/log.hpp"
#include "investigation/study.hpp"
#include "runner/session_runner.hpp"

namespace testskew::investigation {

/// What the sessions of one step of the engine showed.
struct BatchResult {
    std::vector<LoggedSession> sessions;  ///< in the order of the experiments, without those that were left out
    bool offline = false;                 ///< an environment could not be had because the index was not reached
    bool interrupted = false;             ///< the user ended it: what had ended by then is among the sessions
    std::vector<LoggedSession> ahead;     ///< those that were not asked for yet
};

/// What holds for each session of a batch.
struct BatchLimits {
    std::chrono::milliseconds timeout{0};                ///< for a session
    std::chrono::steady_clock::time_point latest_start;  ///< what would begin later is left out
};

/// Runs the experiments of a step and then, in slots that are idle meanwhile, those of `ahead`. What is known without a
/// session, or cannot be built, gets none. If `explain` is true, the reason of each session is told before it is run.
BatchResult run_batch(runner::SessionRunner& runner, const Study& study, const attribute::Step& step,
                      const std::vector<attribute::Experiment>& ahead, const BatchLimits& limits, bool explain);

}  // namespace testskew::investigation
