#include "explain/said.hpp"

#include <algorithm>

namespace testskew::explain {

bool is_shown(const Cause& cause) {
    const bool all_needed =
        cause.verdict == VerdictKind::interaction && cause.relation == Relation::all_needed && cause.sessions > 0;
    return all_needed || cause.verdict == VerdictKind::proven || cause.verdict == VerdictKind::supported;
}

int problem_of(const ClusterAttribution& found) { return found.problem ? found.problem : -found.cluster; }

bool is_said(const std::vector<CauseApi>& found, const CauseApi& api) {
    return std::any_of(found.begin(), found.end(), [&](const CauseApi& known) { return known.tells_of(api); });
}

void add(std::vector<CauseApi>& found, CauseApi api) {
    if (!is_said(found, api)) found.push_back(std::move(api));
}

}  // namespace testskew::explain
