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
    std::chrono::milliseconds timeout{0};  ///< of one session
    double seconds = 60;                   ///< how long all sessions may take, about
    int jobs = 1;                          ///< sessions side by side
    std::set<int> passes_alone;            ///< clusters that are known to need other tests: they are traced among these
    bool explain_plan = false;
};

/// Runs a few of the failing tests on both sides once more, traced (docs/observing.md, "Observed sessions"), and puts
/// beside the clusters what that shows: where the two runs part, which exceptions only the bad side swallowed, and what
/// it looked for and did not find. This is evidence and never part of a verdict: a test counts only if it fails and
/// passes as it did in the base sessions. Gives the sessions that were run. Throws Interrupted.
std::vector<SessionSummary> run_traced(runner::SessionRunner& runner, const sides::SidePair& sides,
                                       const BaseRecordings& base, const TraceOptions& options, Comparison& comparison);

}  // namespace testskew::trace
