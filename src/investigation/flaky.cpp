#include "investigation/flaky.hpp"

#include <algorithm>

#include "model/lookup.hpp"
#include "model/outcomes.hpp"

namespace testskew::investigation {
namespace {

bool has_option(const Selection& selection, const std::string& begin) {
    return std::any_of(selection.options.begin(), selection.options.end(),
                       [&](const std::string& option) { return option.starts_with(begin); });
}

/// Adds what the compared session of a side gave.
void count_compared(Outcome outcome, int& failed, int& sessions) {
    if (outcome == Outcome::not_run) return;
    ++sessions;
    failed += is_failure(outcome);
}

/// In how many sessions of the sides themselves, with all tests, the cluster failed. What the compared pair gave is in
/// the cluster, and the other sessions have it by themselves.
Repetition counted(const std::vector<SessionSummary>& sessions, const Cluster& whole) {
    const int cluster = whole.id;
    Repetition seen;
    count_compared(whole.tests.front().bad, seen.failed_bad, seen.sessions_bad);
    count_compared(whole.tests.front().good, seen.failed_good, seen.sessions_good);
    for (const SessionSummary& session : sessions) {
        if (!session.taken.empty() || session.phase == Phase::isolate || session.phase == Phase::observe) continue;
        for (const auto& [id, result] : session.results) {
            if (id != cluster || result == CellResult::nothing) continue;
            const bool bad = session.from == SideName::bad, failed = result != CellResult::passes;
            ++(bad ? seen.sessions_bad : seen.sessions_good);
            if (failed) ++(bad ? seen.failed_bad : seen.failed_good);
        }
    }
    return seen;
}

}  // namespace

std::string random_order(const Recording& recording, const Selection& selection) {
    const bool seeded = has_option(selection, "--randomly-seed") && !has_option(selection, "--randomly-seed=random");
    const bool keeps = has_option(selection, "--randomly-dont-reorganize");
    if (has_plugin(recording, "pytest-randomly") && !seeded && !keeps) return "pytest-randomly";
    const bool shuffles = has_option(selection, "--random-order") && !has_option(selection, "--random-order-seed");
    return has_plugin(recording, "pytest-random-order") && shuffles ? "pytest-random-order" : "";
}

void explain_flaky(const sides::SidePair& sides, const Base& base, Attribution& attribution, Comparison& comparison) {
    std::vector<Caveat> drawn;
    for (const auto& [side, recording] : {std::pair(&sides.bad, &base.bad), std::pair(&sides.good, &base.good)})
        if (std::string plugin = random_order(*recording, side->selection); !plugin.empty())
            drawn.push_back({CaveatKind::random_order, {side->name, std::move(plugin)}});
    for (ClusterAttribution& found : attribution.clusters) {
        Cluster* cluster = cluster_of(comparison, found.cluster);
        if (!found.flaky || !cluster || cluster->tests.empty()) continue;
        if (!cluster->repetition.done()) cluster->repetition = counted(attribution.sessions, *cluster);
        if (drawn.empty()) continue;
        std::erase_if(found.caveats, [](const Caveat& caveat) {
            return caveat.kind == CaveatKind::flaky || caveat.kind == CaveatKind::flaky_builds ||
                   caveat.kind == CaveatKind::side_by_side;
        });
        for (const Caveat& caveat : drawn) add_caveat(found.caveats, caveat);
    }
}

}  // namespace testskew::investigation
