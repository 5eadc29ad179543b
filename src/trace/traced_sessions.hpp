#pragma once
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "laboratory/laboratory.hpp"
#include "model/comparison.hpp"

namespace testskew::trace {

/// The recordings of the two base sessions.
struct BaseRecordings {
    const Recording &bad, &good;
};

struct TraceOptions {
    std::chrono::milliseconds timeout{0};  ///< of one session
    double seconds = 60;                   ///< how long all sessions may take, about
    std::set<int> passes_alone;            ///< clusters known not to fail without other tests: not traced without them
    bool explain_plan = false;
};

/// Runs a few of the failing tests on both sides once more, traced (docs/observing.md, "Observed sessions"), and puts
/// beside the clusters what that shows: where the two runs part, which exceptions only the bad side swallowed, and what
/// it looked for and did not find. Evidence, never part of a verdict: only what fails and passes as it did in the base
/// sessions is used. Gives the sessions that were run. Throws Interrupted.
std::vector<SessionSummary> run_traced(laboratory::Laboratory& laboratory, const sides::SidePair& sides,
                                       const BaseRecordings& base, const TraceOptions& options, Comparison& comparison);

}  // namespace testskew::trace
