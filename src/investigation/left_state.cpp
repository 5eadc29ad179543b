#include "investigation/left_state.hpp"

#include <algorithm>

#include "investigation/failing_tests.hpp"

namespace testskew::investigation {
namespace {

/// True if the suspicion says more than that something was near.
bool is_strong(const Suspicion& suspicion) {
    switch (suspicion.why) {
        case SuspicionKind::asked:
        case SuspicionKind::passed:
        case SuspicionKind::symptom: return false;
        default: return true;
    }
}

}  // namespace

std::set<int> passed_traced(const std::vector<SessionSummary>& sessions) {
    std::set<int> clusters;
    for (const SessionSummary& session : sessions)
        for (const auto& [cluster, result] : session.results)
            if (session.phase == Phase::observe && session.from == SideName::bad && result == CellResult::passes)
                clusters.insert(cluster);
    return clusters;
}

std::set<int> unsuspected(const std::set<int>& passing, const std::vector<Suspicion>& suspicions,
                          const std::vector<sides::SwapDelta>& deltas) {
    if (std::none_of(deltas.begin(), deltas.end(), [](const sides::SwapDelta& delta) { return runs_on_bad(delta); }))
        return {};
    std::set<int> clusters = passing;
    for (const int cluster : passing) {
        const auto first = std::find_if(suspicions.begin(), suspicions.end(),
                                        [&](const Suspicion& one) { return one.cluster == cluster; });
        if (first != suspicions.end() && is_strong(*first)) clusters.erase(cluster);
    }
    return clusters;
}

runner::SessionSpec state_session(const sides::Side& side, bool each_test, std::chrono::milliseconds timeout) {
    runner::SessionSpec spec = whole_session(side, SideName::bad, Phase::observe);
    spec.side.name += ", observed";
    spec.observe = each_test ? "\"state\"" : "\"state of modules\"";
    spec.timeout = timeout;
    spec.reason = "what do modules and tests leave changed?";
    return spec;
}

}  // namespace testskew::investigation
