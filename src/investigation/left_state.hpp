#pragma once
#include <chrono>
#include <optional>
#include <set>
#include <vector>

#include "model/attribution.hpp"
#include "model/recording.hpp"
#include "runner/session_runner.hpp"
#include "sides/factors.hpp"

namespace testskew::investigation {

/// The clusters that traced sessions of the bad side saw pass.
std::set<int> passed_traced(const std::vector<SessionSummary>& sessions);

/// The clusters of `passing` to which no strong suspicion belongs. They fail only among other tests, so that what these
/// leave changed may say more. Empty unless the bad side runs modules or tests that the good one does not run.
std::set<int> unsuspected(const std::set<int>& passing, const std::vector<Suspicion>& suspicions,
                          const std::vector<sides::SwapDelta>& deltas);

/// A session of all tests of a side that records what each module leaves changed and, if `each_test` is true, each
/// test. That takes two looks at the state of the process for each of them.
runner::SessionSpec state_session(const sides::Side& side, bool each_test, std::chrono::milliseconds timeout);

}  // namespace testskew::investigation
