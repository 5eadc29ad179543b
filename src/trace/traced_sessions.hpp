#pragma once
#include <chrono>
#include <set>
#include <vector>

#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "runner/session_runner.hpp"
#include "trace/trace_plan.hpp"

namespace testskew::trace {

struct TraceOptions {
    std::chrono::milliseconds timeout{0};  ///< The time-out of one session.
    double seconds = 60;                   ///< About how long all sessions may take.
    int jobs = 1;                          ///< How many sessions run side by side.
    std::set<int> passes_alone;  ///< Clusters that are known to need other tests. They are traced among these.
    /// Whether each side is traced twice. What differs between two sessions of one side then counts for nothing.
    bool again = true;
    std::set<int> but;  ///< Clusters that are left out.
    /// Whether failures that need other tests are traced among these. That takes sessions of everything that a side
    /// runs, unless `among` names the modules and tests of the bad side that are enough (node ids).
    bool together = true;
    std::vector<std::string> among;
    bool explain_plan = false;
};

/// Runs a few of the failing tests on both sides once more with a trace (docs/observing.md, "Observed sessions"). It
/// adds to the clusters what the traces show: where the two runs part, which exceptions only the bad side swallowed,
/// and what it looked for and did not find. This is evidence and never part of a verdict. A test counts only if it
/// fails and passes as it did in the base sessions. Returns the sessions that were run. Throws Interrupted.
std::vector<SessionSummary> run_traced(runner::SessionRunner& runner, const sides::SidePair& sides,
                                       const BaseRecordings& base, const TraceOptions& options, Comparison& comparison);

}  // namespace testskew::trace
