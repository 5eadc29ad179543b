#include "attribute/replay.hpp"

namespace testskew::attribute {

std::vector<SeenHybrid> Replay::seen_hybrids(std::size_t entries) const {
    std::vector<SeenHybrid> seen;
    for (std::size_t i = 0; i < entries; ++i) seen.push_back({~log_[i].experiment.assignment, log_[i].experiment.copy});
    return seen;
}

int Replay::copy_for(const Bits& bad, const Case& c) const {
    return few_hybrids(needs_, c.story.alone ? none_ : c.story.floor) ? next_copy(seen_hybrids(log_.size()), bad) : 0;
}

std::vector<const Run*> Replay::confirming(const Knowledge& knowledge, int generation) const {
    std::vector<const Run*> runs;
    for (const auto& run : knowledge.runs())
        if (run.experiment->phase == "confirm" && run.experiment->round / rounds_of_a_generation == generation)
            runs.push_back(&run);
    return runs;
}

bool Replay::confirm(int generation) {
    std::vector<Case*> claimed;
    for (auto& c : cases_)
        if (c.searched && !c.flaky && c.note.empty() && !c.story.layers.empty() && !c.story.layers[0].sets.empty())
            claimed.push_back(&c);
    if (claimed.empty()) return false;
    knowledge_.clear();
    knowledge_.reserve(claimed.size());
    for (const auto* c : claimed) knowledge_.push_back(know(c->subject, log_.size()));
    bool complete = true;
    for (int top_up = 0; top_up < rounds_of_a_generation && complete; ++top_up) {
        const int round = generation * rounds_of_a_generation + top_up;
        // What the plan may know: everything before its first session.
        std::size_t before = log_.size();
        for (std::size_t i = 0; i < log_.size() && before == log_.size(); ++i)
            if (log_[i].experiment.phase == "confirm" && log_[i].experiment.round >= round) before = i;
        const Needs needs = Needs::learned(q_, log_, before);
        std::vector<std::vector<Claim>> by_floor;
        std::vector<std::vector<std::vector<int>>> done;
        for (std::size_t i = 0; i < claimed.size(); ++i) {
            Claim claim = claim_of(q_, needs, id(*claimed[i]), claimed[i]->story);
            const Knowledge earlier = know(claimed[i]->subject, before);
            const Outcome outcome = evaluate(claim, confirming(earlier, generation), repeats());
            if (top_up && (outcome.confirmed || !outcome.contradicting.empty())) continue;
            auto group = std::find_if(by_floor.begin(), by_floor.end(),
                                      [&](const auto& claims) { return claims.front().floor == claim.floor; });
            if (group == by_floor.end()) {
                group = by_floor.insert(group, std::vector<Claim>{});
                done.emplace_back();
            }
            done[static_cast<std::size_t>(group - by_floor.begin())].push_back(outcome.agreed);
            group->push_back(std::move(claim));
        }
        int index = 0;
        const auto seen = seen_hybrids(before);
        for (std::size_t g = 0; g < by_floor.size(); ++g) {
            const Random random(q_.seed * 7919 + static_cast<std::uint64_t>(round * 16) + g);
            for (const auto& planned :
                 plan_confirmation(q_, needs, by_floor[g], done[g], {seen, repeats(), top_up > 0}, random)) {
                const bool there =
                    std::any_of(log_.begin() + static_cast<long>(before), log_.end(), [&](const Entry& e) {
                        return e.experiment.phase == "confirm" && e.experiment.round == round &&
                               e.experiment.index == index;
                    });
                if (!there) {
                    complete = false;
                    want_confirming(planned, by_floor[g], round, index);
                }
                ++index;
            }
        }
        if (index == 0) break;
    }
    for (std::size_t i = 0; i < claimed.size(); ++i) {
        auto& c = *claimed[i];
        c.outcome = evaluate(claim_of(q_, needs_, id(c), c.story), confirming(knowledge_[i], generation), repeats());
        if (complete && c.outcome.confirmed && !enough_environments(c, generation)) {
            c.outcome.confirmed = false;
            c.story.note = "too few different environments exist to tell this from chance";
        }
    }
    return complete;
}

bool Replay::enough_environments(const Case& c, int generation) const {
    const auto& layers = c.story.layers;
    if (q_.deltas.size() <= 3 ||
        (!c.story.factor_level && layers.size() == 1 && layers[0].sets.size() == 1 && layers[0].sets[0].size() == 1))
        return true;
    const Knowledge before = know(c.subject, entries_before(generation));
    std::vector<Bits> fresh;
    for (const auto* run : c.outcome.agreeing)
        if (!before.find(run->bad, false) && std::find(fresh.begin(), fresh.end(), run->bad) == fresh.end())
            fresh.push_back(run->bad);
    return fresh.size() >= 8;
}

void Replay::want_confirming(const PlannedSession& planned, const std::vector<Claim>& claims, int round, int index) {
    for (const auto& claim : claims) {
        auto& experiment =
            wanted_.want(planned.bad, "confirm", false, round, index, claim.cluster, planned.reason, planned.copy);
        const int level = claim.story->predict(planned.bad);
        experiment.predicted.emplace_back(claim.cluster, level == 0   ? CellResult::P
                                                         : level == 1 ? CellResult::F
                                                                      : CellResult::X);
    }
}

void Replay::recheck_masked(Case& c) {
    if (c.outcome.masked.empty()) return;
    const Knowledge all = know(c.subject, log_.size());
    if (all.disagrees()) {
        c.flaky = true;
        return;
    }
    std::vector<Bits> seen;
    for (const auto* run : c.outcome.masked) {
        if (all.tried(run->bad, false) >= 2 || std::find(seen.begin(), seen.end(), run->bad) != seen.end()) continue;
        c.outcome.confirmed = false;  // until it is known to repeat it may be chance
        if (seen.size() == 3) break;  // three at a time
        seen.push_back(run->bad);
        wanted_.want(run->bad, "recheck", false, 0, 0, id(c),
                     "fails otherwise, where no failure was expected: does it repeat?", copy_for(run->bad, c));
    }
}

void Replay::recheck() {
    for (auto& c : cases_) {
        const auto& against = c.outcome.contradicting;
        if (against.empty()) {
            recheck_masked(c);
            continue;
        }
        if (c.story.alone) {
            c.alone_failed = true;
            continue;
        }
        const Knowledge all = know(c.subject, log_.size());
        if (all.disagrees()) {
            c.flaky = true;
            continue;
        }
        if (against.size() * 2 > c.outcome.agreeing.size()) {
            c.refuted = true;
            continue;
        }
        int distinct = 0;
        std::vector<Bits> seen;
        for (const auto* run : against) {
            if (std::find(seen.begin(), seen.end(), run->bad) != seen.end() || ++distinct > 3) continue;
            seen.push_back(run->bad);
            if (all.tried(run->bad, false) < 3)
                wanted_.want(run->bad, "recheck", false, 0, 0, id(c), "contradicts the claim: does it repeat?",
                             copy_for(run->bad, c));
        }
        c.context_dependent = true;
    }
}

}  // namespace testskew::attribute
