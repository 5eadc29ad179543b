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

std::size_t tests_until(const Recording& recording, const std::optional<std::vector<std::string>>& waited_for) {
    std::size_t count = recording.tests.size();
    if (!waited_for) return count;
    const std::set<std::string> ids(waited_for->begin(), waited_for->end());
    while (count > 0 && !ids.count(recording.tests[count - 1].id)) --count;
    return count;
}

double seconds_after(const Recording& recording, const std::optional<std::vector<std::string>>& waited_for) {
    double seconds = 0;
    for (std::size_t i = tests_until(recording, waited_for); i < recording.tests.size(); ++i)
        seconds += recording.tests[i].seconds;
    return seconds;
}

}  // namespace testskew::investigation
