#include "investigation/waited_for.hpp"

#include <algorithm>
#include <set>

#include "compare/session_failures.hpp"
#include "model/node_id.hpp"

namespace testskew::investigation {
namespace {

constexpr std::size_t most = 5000;  // node ids that a session is told

/// Every test that one of the base sessions was about to run.
std::set<std::string> selected_in(const Base& base) {
    std::set<std::string> ids(base.bad.selected.begin(), base.bad.selected.end());
    ids.insert(base.good.selected.begin(), base.good.selected.end());
    for (const auto* extra : {&base.extra_bad, &base.extra_good})
        if (*extra) ids.insert((*extra)->selected.begin(), (*extra)->selected.end());
    return ids;
}

}  // namespace

std::optional<std::vector<std::string>> waited_for(const Base& base) {
    if (compare::session_failure(base.bad) || compare::session_failure(base.good)) return std::nullopt;
    const auto selected = selected_in(base);
    std::set<std::string> ids;
    for (const auto& cluster : base.comparison.clusters)
        for (const auto& test : cluster.tests) {
            if (!within_module(test.id)) continue;  // It is known as soon as the module is collected.
            if (!selected.count(test.id)) return std::nullopt;
            ids.insert(test.id);
        }
    if (ids.size() > most) return std::nullopt;
    return std::vector<std::string>(ids.begin(), ids.end());
}

double seconds_after(const Recording& recording, const std::optional<std::vector<std::string>>& waited_for) {
    if (!waited_for) return 0;
    const std::set<std::string> ids(waited_for->begin(), waited_for->end());
    double seconds = 0;
    for (auto test = recording.tests.rbegin(); test != recording.tests.rend() && !ids.count(test->id); ++test)
        seconds += test->seconds;
    return seconds;
}

}  // namespace testskew::investigation
