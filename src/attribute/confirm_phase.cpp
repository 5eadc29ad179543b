#include "attribute/confirm_phase.hpp"

#include <algorithm>

#include "attribute/suspect_phase.hpp"

namespace testskew::attribute {

namespace {

bool contains(const std::vector<Bits>& sets, const Bits& set) {
    return std::find(sets.begin(), sets.end(), set) != sets.end();
}

/// True if a part of an element of several deltas is bad, and the rest of it is good.
bool has_a_part(const Story& story, const Bits& bad) {
    return std::any_of(story.layers.begin(), story.layers.end(), [&](const Layer& layer) {
        return std::any_of(layer.sets.begin(), layer.sets.end(), [&](const ElementSet& set) {
            return std::any_of(set.begin(), set.end(),
                               [&](const Bits& element) { return element.intersects(bad) && !element.subset_of(bad); });
        });
    });
}

/// True if a hybrid was run in which every test of the cluster was asked for.
bool was_seen_whole(const Log& log, int cluster) {
    return std::any_of(log.begin(), log.end(), [&](const LogEntry& entry) {
        const Bits& bad = entry.experiment.bad;
        const auto* seen = of_cluster(entry.observation, cluster);
        return seen && bad.any() && (~bad).any() && seen->tests.find('-') == std::string::npos;
    });
}

bool is_confirming(const LogEntry& entry, int round, int index) {
    return entry.experiment.phase == Phase::confirm && entry.experiment.round == round &&
           entry.experiment.index == index;
}

}  // namespace

int ConfirmPhase::repeats() const {
    const std::size_t deltas = s_.q.deltas.size();
    return s_.q.options.repeats + (deltas > 3 && deltas < 7 ? 2 : 0);
}

std::vector<const Run*> ConfirmPhase::confirming(const Case& c, const Knowledge& knowledge) const {
    std::vector<const Run*> runs;
    for (const auto& run : knowledge.runs()) {
        const Experiment& session = *run.experiment;
        const bool planned = session.phase == Phase::confirm && session.round / rounds_of_a_generation == generation_;
        if (planned || (generation_ == 0 && foretold(s_, c, session))) runs.push_back(&run);
    }
    return runs;
}

bool ConfirmPhase::run() {
    std::vector<Case*> claimed;
    for (auto& c : s_.cases)
        if (c.searched && !c.flaky && c.caveat == CaveatKind::none && !c.story.layers.empty() &&
            !c.story.layers[0].sets.empty())
            claimed.push_back(&c);
    if (claimed.empty()) return false;
    Round round = Round::complete;
    for (int top_up = 0; top_up < rounds_of_a_generation && round == Round::complete; ++top_up)
        round = plan_round(claimed, top_up);
    if (!is_begun()) begin_with_few(claimed);
    const bool complete = round != Round::sessions_missing;
    evaluate_all(claimed, complete);
    return complete;
}

bool ConfirmPhase::is_begun() const { return s_.entries_before(generation_) < s_.log.size(); }

void ConfirmPhase::begin_with_few(const std::vector<Case*>& claimed) {
    std::vector<std::pair<int, CellResult>> looked_for;
    for (const Case* c : claimed)
        if (c->story.alone && !was_seen_whole(s_.log, s_.id(*c)))
            for (const CellResult result : {CellResult::passes, CellResult::fails})
                looked_for.emplace_back(s_.id(*c), result);
    if (looked_for.empty()) return;
    // The order stays that of the plan, which was drawn at random.
    std::erase_if(s_.wanted.experiments, [&](const Experiment& experiment) {
        const auto sought = std::find_first_of(looked_for.begin(), looked_for.end(), experiment.predicted.begin(),
                                               experiment.predicted.end());
        if (experiment.phase != Phase::confirm || sought == looked_for.end()) return true;
        std::erase_if(looked_for, [&](const auto& one) {
            return std::find(experiment.predicted.begin(), experiment.predicted.end(), one) !=
                   experiment.predicted.end();
        });
        return false;
    });
}

ConfirmPhase::Round ConfirmPhase::plan_round(const std::vector<Case*>& claimed, int top_up) {
    const int round = generation_ * rounds_of_a_generation + top_up;
    // The plan may use everything that was known before its first session, and nothing that came later.
    std::size_t before = s_.log.size();
    for (std::size_t i = 0; i < s_.log.size() && before == s_.log.size(); ++i)
        if (s_.log[i].experiment.phase == Phase::confirm && s_.log[i].experiment.round >= round) before = i;
    const Needs needs = Needs::learned(s_.q, s_.log, before);
    PlanOptions options{seen_hybrids(s_.log, before), {}, repeats(), top_up > 0};
    const auto groups = groups_of(claimed, needs, before, top_up > 0);
    bool complete = true;
    int index = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const Random random(s_.q.seed * 7919 + static_cast<std::uint64_t>(round * 16) + g);
        options.foretold = foretold_hybrids(groups[g], before);
        for (const auto& planned : plan_confirmation(s_.q, needs, groups[g].claims, groups[g].done, options, random)) {
            if (std::none_of(s_.log.begin() + static_cast<long>(before), s_.log.end(),
                             [&](const LogEntry& entry) { return is_confirming(entry, round, index); })) {
                complete = false;
                want(planned, groups[g].claims, round, index);
            }
            ++index;
        }
    }
    return !index ? Round::nothing_to_plan : complete ? Round::complete : Round::sessions_missing;
}

std::vector<ConfirmPhase::Group> ConfirmPhase::groups_of(const std::vector<Case*>& claimed, const Needs& needs,
                                                         std::size_t before, bool top_up) const {
    std::vector<Group> groups;
    for (const Case* c : claimed) {
        Claim claim = claim_of(s_.q, needs, s_.id(*c), c->story);
        const Knowledge earlier = s_.know(c->group, before);
        const Confirmation confirmation = evaluate(claim, confirming(*c, earlier), repeats());
        if (top_up && (confirmation.confirmed || !confirmation.contradicting.empty())) continue;
        auto group = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group& g) { return g.claims.front().floor == claim.floor; });
        if (group == groups.end()) group = groups.insert(group, Group{});
        group->done.push_back(confirmation.agreed);
        group->cases.push_back(c);
        group->claims.push_back(std::move(claim));
    }
    return groups;
}

std::vector<Bits> ConfirmPhase::foretold_hybrids(const Group& group, std::size_t before) const {
    std::vector<Bits> hybrids;
    if (generation_ != 0) return hybrids;
    std::vector<Knowledge> knowledge;
    for (const Case* c : group.cases) knowledge.push_back(s_.know(c->group, before));
    for (std::size_t i = 0; i < before; ++i) {
        const Experiment& session = s_.log[i].experiment;
        bool by_all = true;
        for (std::size_t c = 0; by_all && c < group.cases.size(); ++c) {
            by_all = foretold(s_, *group.cases[c], session);
            const Run* run = by_all ? knowledge[c].find(session.bad, false) : nullptr;
            by_all = run && run->result != CellResult::nothing;
        }
        if (by_all) hybrids.push_back(session.bad);
    }
    return hybrids;
}

void ConfirmPhase::evaluate_all(const std::vector<Case*>& claimed, bool complete) {
    s_.confirming_runs.clear();
    s_.confirming_runs.reserve(claimed.size());
    for (Case* c : claimed) {
        s_.confirming_runs.push_back(s_.know(c->group, s_.log.size()));
        const Claim claim = claim_of(s_.q, s_.needs, s_.id(*c), c->story);
        c->confirmation = evaluate(claim, confirming(*c, s_.confirming_runs.back()), repeats());
        if (complete && c->confirmation.confirmed && !enough_environments(*c)) look_at_all_hybrids(*c);
    }
}

std::optional<std::vector<Bits>> ConfirmPhase::unseen_hybrids(const Case& c) const {
    constexpr std::size_t most_deltas = 6;  // with more there are always hybrids enough
    const std::size_t n = s_.q.deltas.size();
    if (n > most_deltas) return std::nullopt;
    const auto hybrids = hybrids_with(s_.needs, s_.floor_of(c), std::size_t{1} << n);
    const Knowledge all = s_.know(c.group, s_.log.size());
    std::vector<Bits> unseen;
    for (const Bits& bad : *hybrids) {
        const Run* run = all.find(bad, false);
        if (!run)
            unseen.push_back(bad);
        else if (level_of(*run, c.story) != c.story.predict(bad))
            return std::nullopt;
    }
    return unseen;
}

void ConfirmPhase::look_at_all_hybrids(Case& c) {
    constexpr std::size_t most = 8;  // sessions more
    const auto unseen = unseen_hybrids(c);
    if (unseen && unseen->empty()) return;
    c.confirmation.confirmed = false;
    if (!unseen || unseen->size() > most) {
        c.story.caveat = CaveatKind::few_environments;
        return;
    }
    for (const Bits& bad : *unseen)
        s_.wanted.want(bad, Phase::recheck, false, 0, 0, s_.id(c),
                       "one of the last mixes that could contradict the claim");
}

bool ConfirmPhase::enough_environments(const Case& c) const {
    const auto& layers = c.story.layers;
    const bool single_cause =
        !c.story.factor_level && layers.size() == 1 && layers[0].sets.size() == 1 && layers[0].sets[0].size() == 1;
    if (s_.q.deltas.size() <= 3 || single_cause) return true;
    const Knowledge before = s_.know(c.group, s_.entries_before(generation_));
    std::vector<Bits> fresh;
    for (const auto* run : c.confirmation.agreeing)
        if (!before.find(run->bad, false) && !contains(fresh, run->bad)) fresh.push_back(run->bad);
    return fresh.size() >= 8;
}

void ConfirmPhase::want(const PlannedSession& planned, const std::vector<Claim>& claims, int round, int index) {
    for (const auto& claim : claims) {
        auto& experiment = s_.wanted.want(planned.bad, Phase::confirm, false, round, index, claim.cluster,
                                          planned.reason, planned.copy);
        const int level = claim.story->predict(planned.bad);
        experiment.predicted.emplace_back(claim.cluster, level == 0   ? CellResult::passes
                                                         : level == 1 ? CellResult::fails
                                                                      : CellResult::other);
    }
}

void ConfirmPhase::recheck_masked(Case& c) {
    if (c.confirmation.masked.empty()) return;
    const Knowledge all = s_.know(c.group, s_.log.size());
    if (all.disagrees()) {
        c.flaky = true;
        return;
    }
    std::vector<Bits> seen;
    for (const auto* run : c.confirmation.masked) {
        if (all.tried(run->bad, false) >= 2 || contains(seen, run->bad)) continue;
        c.confirmation.confirmed = false;  // as long as it is not known to repeat, it may be chance
        if (seen.size() == 3) break;       // at most three hybrids are run again at a time
        seen.push_back(run->bad);
        s_.wanted.want(run->bad, Phase::recheck, false, 0, 0, s_.id(c),
                       "fails otherwise, where no failure was expected: does it repeat?", s_.copy_for(run->bad, c));
    }
}

void ConfirmPhase::recheck() {
    for (auto& c : s_.cases) {
        if (c.confirmation.contradicting.empty())
            recheck_masked(c);
        else if (c.story.alone)
            c.alone_failed = true;
        else
            recheck(c);
    }
}

void ConfirmPhase::recheck(Case& c) {
    const auto& against = c.confirmation.contradicting;
    const Knowledge all = s_.know(c.group, s_.log.size());
    if (all.disagrees()) {
        c.flaky = true;
        return;
    }
    if (against.size() * 2 > c.confirmation.agreeing.size()) {
        c.refuted = true;
        return;
    }
    std::vector<Bits> seen;
    for (const auto* run : against) {
        if (seen.size() == 3 || contains(seen, run->bad)) continue;
        seen.push_back(run->bad);
        c.too_much = c.too_much || (run->result == CellResult::fails && has_a_part(c.story, run->bad));
        const bool repeated = all.tried(run->bad, false) >= 3;
        // Where the sessions end now, a contradiction is all that is known.
        c.refuted = c.refuted || (!repeated && s_.stop.any());
        if (!repeated)
            s_.wanted.want(run->bad, Phase::recheck, false, 0, 0, s_.id(c), "contradicts the claim: does it repeat?",
                           s_.copy_for(run->bad, c));
    }
    c.context_dependent = true;
}

}  // namespace testskew::attribute
