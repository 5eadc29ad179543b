#include "attribute/base_sessions.hpp"

#include <algorithm>

#include "attribute/random.hpp"

namespace testskew::attribute {

const LogEntry* BaseSessions::entry(int round, int index) const {
    for (const auto& one : s_.log)
        if (one.experiment.phase == Phase::base && one.experiment.round == round && one.experiment.index == index)
            return &one;
    return nullptr;
}

bool BaseSessions::round(int number, int pairs, const char* reason) {
    std::vector<int> order;
    for (int i = 0; i < 2 * pairs; ++i) order.push_back(i);
    Random random(s_.q.seed * 31 + static_cast<std::uint64_t>(number));
    random.shuffle(order);
    bool complete = true;
    for (const int index : order) {
        if (entry(number, index)) continue;
        complete = false;
        for (const auto& cluster : s_.q.clusters)
            s_.wanted.want(index % 2 ? s_.none : s_.all, Phase::base, false, number, index, cluster.id, reason);
    }
    return complete;
}

CellResult BaseSessions::result(const TestGroup& group, int round, int index) const {
    const LogEntry* one = entry(round, index);
    if (!one || (!one->observation.as_planned && !one->observation.actual)) return CellResult::nothing;
    if (one->observation.actual && *one->observation.actual != one->experiment.bad) return CellResult::nothing;
    const std::string* identity;
    return result_of(one->observation, s_.q, group, &identity);
}

bool BaseSessions::as_compared(const TestGroup& group, int round, int pair) const {
    return result(group, round, 2 * pair) == CellResult::fails &&
           result(group, round, 2 * pair + 1) == CellResult::passes;
}

bool BaseSessions::clashes(const TestGroup& group) const {
    const bool agree = as_compared(group, 1) && as_compared(group, 2, 0) && as_compared(group, 2, 1);
    return agree && (result(group, 0, 0) != result(group, 1, 0) || result(group, 0, 1) != result(group, 1, 1));
}

bool BaseSessions::run() {
    if (!round(0, 1, "the two sides, side by side")) return false;
    s_.one_at_a_time = true;
    if (!round(1, 1, "the two sides again, each alone")) return false;
    std::vector<TestGroup> searched;
    for (std::size_t c = 0; c < s_.q.clusters.size(); ++c)
        if (is_searchable(s_.q.clusters[c].kind)) searched.push_back({static_cast<int>(c), {}, false});
    // If a group comes out as expected alone but not side by side, its sessions may share a port or a database.
    const bool suspect = std::any_of(searched.begin(), searched.end(), [&](const TestGroup& group) {
        return as_compared(group, 1) && !as_compared(group, 0);
    });
    if (suspect && !s_.q.options.exclusive) {
        if (!round(2, 2, "differed side by side: again, each alone")) return false;
        s_.clash = std::any_of(searched.begin(), searched.end(), [&](const auto& group) { return clashes(group); });
    }
    s_.one_at_a_time = false;
    return true;
}

std::vector<Case> BaseSessions::cases(const std::vector<TestGroup>& groups) const {
    std::vector<Case> cases;
    for (const auto& group : groups) {
        Case c;
        c.group = group;
        c.flaky = group.flaky;
        c.story.floor = s_.none;
        switch (s_.kind(c)) {
            case ClusterKind::common: c.caveat = CaveatKind::fails_alike; break;
            case ClusterKind::reverse: c.caveat = CaveatKind::reversed; break;
            case ClusterKind::flaky: c.flaky = true; break;
            default: judge(c);
        }
        cases.push_back(std::move(c));
    }
    return cases;
}

void BaseSessions::judge(Case& c) const {
    if (s_.q.deltas.empty()) {
        c.caveat = CaveatKind::no_difference;
        return;
    }
    bool bad_fails = false, good_passes = false, beside_failed = false, good_fails_otherwise = false;
    for (int round = s_.clash ? 1 : 0; round < 3; ++round)
        for (int i = 0; i < (round == 2 ? 4 : 2); ++i) {
            const CellResult now = result(c.group, round, i);
            if (i % 2 == 0) {
                bad_fails = bad_fails || now == CellResult::fails;
                beside_failed = beside_failed || (round == 0 && now == CellResult::fails);
                if (now == CellResult::passes || now == CellResult::other) c.flaky = true;
            } else {
                good_passes = good_passes || now == CellResult::passes;
                if (now == CellResult::fails) c.flaky = true;
                good_fails_otherwise = good_fails_otherwise || now == CellResult::other;
            }
        }
    const bool steady = !c.flaky;
    if (!steady)
        c.only_side_by_side =
            beside_failed && result(c.group, 1, 0) == CellResult::passes && result(c.group, 2, 0) != CellResult::fails;
    if (good_passes && good_fails_otherwise) c.flaky = true;
    if (good_fails_otherwise && !good_passes)
        c.caveat = CaveatKind::good_fails_too;
    else if (steady && !bad_fails)
        c.caveat = CaveatKind::no_bad_result;
    else if (steady && !good_passes && s_.kind(c) != ClusterKind::one_sided)
        c.caveat = CaveatKind::no_good_result;
}

}  // namespace testskew::attribute
