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
    std::vector<LoggedSession> ahead;     ///< those that were not asked for yet
};

/// Runs the experiments of a step and then, in slots that are idle meanwhile, those of `ahead`, each in a session with
/// this limit. What is known without a session, or cannot be built, gets none. If `explain` is true, the reason of each
/// session is told before it is run.
BatchResult run_batch(runner::SessionRunner& runner, const Study& study, const attribute::Step& step,
                      const std::vector<attribute::Experiment>& ahead, std::chrono::milliseconds timeout, bool explain);

}  // namespace testskew::investigation
