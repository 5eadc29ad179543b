// Looks into the selection: finds which module or test pollutes (or is needed), and the line that does it.
#include <algorithm>
#include <set>

#include "drill/drills.hpp"
#include "drill/pollution.hpp"
#include "model/node_id.hpp"

namespace testskew::drill {
namespace {

using Kind = sides::SwapDelta::Kind;
using Ids = std::vector<std::string>;

/// The nodes that run before `victim` on this side and not on the other.
Ids only_before(const std::string& victim, const sides::Collected& side, const sides::Collected& other) {
    const auto before = [&](const sides::Collected& c) {
        const auto end = std::find(c.selected.begin(), c.selected.end(), victim);
        return std::set<std::string>(c.selected.begin(), end == c.selected.end() ? c.selected.begin() : end);
    };
    const auto theirs = before(other);
    Ids result;
    std::set<std::string> modules;
    for (const auto& id : side.selected) {
        if (id == victim) break;
        if (theirs.count(id)) continue;
        if (module_of(id) != module_of(victim) && modules.insert(module_of(id)).second) result.push_back(module_of(id));
        if (module_of(id) == module_of(victim)) result.push_back(id);
    }
    return result;
}

/// True for the targets, and for an option that decides which tests run or in which order.
bool changes_order(const sides::SwapDelta& delta) {
    if (delta.kind == Kind::targets || sides::selects_tests(delta)) return true;
    if (delta.kind != Kind::option) return false;
    const auto begins = [&](const char* with) {
        return delta.name.starts_with(with) || delta.bad.value_or("").starts_with(with) ||
               delta.good.value_or("").starts_with(with);
    };
    return begins("-n") || begins("-p") || begins("--random") || begins("--ff") || begins("--nf");
}

/// The nodes that are suspected for one delta, on the side that runs them.
struct SuspectNodes {
    bool needed = false;  ///< the tests pass only after the nodes; otherwise they fail after them
    Ids culprits;
};

/// What runs before the failing tests on one side only, because of an option or the targets.
SuspectNodes of_order(const sides::Factors& factors, const DrilledCluster& drilled) {
    const std::string& victim = drilled.cluster.tests.front().id;
    const sides::Collected &bad = factors.selection.bad_collected, &good = factors.selection.good_collected;
    SuspectNodes suspects{drilled.fails_alone, {}};
    const auto look = [&] {
        suspects.culprits = suspects.needed ? only_before(victim, good, bad) : only_before(victim, bad, good);
    };
    look();
    if (suspects.culprits.empty()) {
        suspects.needed = !suspects.needed;
        look();
    }
    return suspects;
}

}  // namespace

Found drill_selection(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int index) {
    const sides::Factors& factors = bench.factors();
    const sides::SwapDelta& delta = factors.deltas.at(static_cast<size_t>(index));
    Found found;
    found.delta = known_delta(factors, index);
    found.delta.opened = true;
    const bool node = delta.kind == Kind::module || delta.kind == Kind::test;
    if (drilled.cluster.tests.empty() || (!node && !changes_order(delta))) return found;

    const SuspectNodes suspects = node ? SuspectNodes{!delta.bad, {delta.name}} : of_order(factors, drilled);
    if (suspects.culprits.empty()) return found;
    const bool needed = suspects.needed;
    auto side = needed ? bench.passing_side(drilled, set, index) : bench.failing_side(drilled, set);
    if (!side) return found;
    side->name = needed ? factors.good.name : factors.bad.name;
    PollutingLines lines(bench, drilled,
                         {*side, suspects.culprits,
                          needed ? &factors.selection.good_collected : &factors.selection.bad_collected, needed});
    std::vector<CausePlace> places = lines.find();
    if (lines.obstacle().any()) found.caveats = {{CaveatKind::line, {}, lines.obstacle()}};
    std::string culprit;
    if (places.empty() && suspects.culprits.size() == 1) {
        culprit = suspects.culprits.front();
        places.push_back({module_of(culprit)});  // which line is not shown
    }
    if (places.empty()) return found;
    const auto& tests = drilled.cluster.tests;
    found.delta.pollution = CausePollution{needed,
                                           places.front(),
                                           static_cast<int>(tests.size()),
                                           tests.size() == 1 ? tests.front().id : std::string(),
                                           {places.begin() + 1, places.end()},
                                           culprit == module_of(culprit) ? "" : culprit};
    found.at = std::move(places);
    return found;
}

}  // namespace testskew::drill
