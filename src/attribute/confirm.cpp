#include "attribute/confirm.hpp"

#include <algorithm>
#include <set>

#include "attribute/planner.hpp"

namespace testskew::attribute {

std::vector<std::pair<std::string, Bits>> factors_of(const Question& question) {
    std::vector<std::pair<std::string, Bits>> factors;
    for (std::size_t d = 0; d < question.deltas.size(); ++d) {
        auto it = std::find_if(factors.begin(), factors.end(),
                               [&](const auto& f) { return f.first == question.deltas[d].factor; });
        if (it == factors.end()) it = factors.insert(it, {question.deltas[d].factor, Bits(question.deltas.size())});
        it->second.set(d);
    }
    return factors;
}

Claim claim_of(const Question& question, const Needs& needs, int cluster, const Story& story) {
    const std::size_t n = question.deltas.size();
    Claim claim{cluster, &story, story.alone ? Bits(n) : story.floor, story.relevant(n), {}};
    const auto add = [&](Bits bad) {
        bad = needs.down(bad | claim.floor) & claim.relevant;
        for (const auto& pattern : claim.patterns)
            if (pattern.bad == bad) return;
        claim.patterns.push_back({bad, story.predict(bad)});
    };
    for (const auto& layer : story.layers) {
        Bits own(n);
        for (const auto& set : layer.sets) own |= united(set, n);
        for (const auto& set : layer.sets) add(united(set, n));
        for (const auto& hit : layer.hits) add(own - needs.up(united(hit, n)));
    }
    return claim;
}

int next_copy(const std::vector<SeenHybrid>& seen, const Bits& bad) {
    int next = 0;
    for (const auto& hybrid : seen)
        if (hybrid.bad == bad) next = std::max(next, hybrid.copy + 1);
    return next;
}

bool few_hybrids(const Needs& needs, const Bits& floor) {
    constexpr std::size_t few = 8;
    std::set<Bits> found{needs.down(floor)};
    std::vector<Bits> open(found.begin(), found.end());
    while (!open.empty()) {
        const Bits from = open.back();
        open.pop_back();
        for (std::size_t d = 0; d < from.size(); ++d) {
            if (from.test(d)) continue;
            Bits more = from;
            more.set(d);
            more = needs.down(more);
            if (!found.insert(more).second) continue;
            if (found.size() > few) return false;
            open.push_back(more);
        }
    }
    return true;
}

std::vector<PlannedSession> plan_confirmation(const Question& question, const Needs& needs,
                                              const std::vector<Claim>& claims,
                                              const std::vector<std::vector<int>>& done, const PlanOptions& options,
                                              Random random) {
    if (claims.empty()) return {};
    return Planner(question, needs, claims, done, options, random).plan();
}

Outcome evaluate(const Claim& claim, const std::vector<const Run*>& runs, int repeats) {
    Outcome outcome;
    outcome.agreed.resize(claim.patterns.size());
    for (const auto* run : runs) {
        if (!claim.floor.subset_of(run->bad) || !claim.story->speaks_of(run->bad)) continue;
        const int level = level_of(*run, *claim.story);
        if (level == -2) continue;
        const int predicted = claim.story->predict(run->bad);
        if (level == -1 && predicted == 0) {
            outcome.masked.push_back(run);
            continue;
        }
        (predicted == 1 ? (level == 1 ? outcome.fail_fail : outcome.fail_other)
                        : (level == 1 ? outcome.pass_fail : outcome.pass_other)) += 1;
        if (level != predicted) {
            outcome.contradicting.push_back(run);
            continue;
        }
        if (std::none_of(outcome.agreeing.begin(), outcome.agreeing.end(),
                         [&](const Run* other) { return other->bad == run->bad && other->copy == run->copy; }))
            ++outcome.environments;
        outcome.agreeing.push_back(run);
        const Bits relevant = run->bad & claim.relevant;
        for (std::size_t p = 0; p < claim.patterns.size(); ++p) outcome.agreed[p] += claim.patterns[p].bad == relevant;
    }
    outcome.confirmed = outcome.contradicting.empty() && !claim.patterns.empty() &&
                        std::all_of(outcome.agreed.begin(), outcome.agreed.end(), [&](int n) { return n >= repeats; });
    return outcome;
}

}  // namespace testskew::attribute
