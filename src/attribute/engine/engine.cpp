#include "attribute/engine/engine.hpp"

#include <algorithm>
#include <stdexcept>

#include "attribute/engine/finding.hpp"
#include "util/text.hpp"

namespace testskew::attribute {

namespace {

constexpr int rounds_of_a_generation = 12;   ///< a confirmation and its top-ups
constexpr int generations = 3;              ///< searches: again where confirming all tests split a cluster, or refuted a short cut

/// One replay of the whole strategy on a log.
class Replay {
public:
    Replay(const Question& question, const Log& log, const std::string& stop)
        : q_(question), log_(log), stop_(stop), wanted_(question, log), none_(question.deltas.size()), all_(question.deltas.size(), true) {
        if (stop_.empty() && static_cast<int>(log.size()) >= q_.options.budget) stop_ = "budget";
        if (q_.options.exclusive) parallel_ = 1;
        else parallel_ = q_.options.slots;
    }

    Step run() {
        if (q_.deltas.empty() || std::none_of(q_.clusters.begin(), q_.clusters.end(), [](const auto& c) { return searchable(c.kind); })) {
            first_cases(subjects_of(q_, log_, log_.size(), false, wanted_));
            return conclude();
        }
        if (!base() && stop_.empty()) return batch();
        for (int generation = 0; generation < generations; ++generation) {
            const std::size_t entries = entries_before(generation);
            const auto subjects = subjects_of(q_, log_, entries, exclusive_, wanted_);
            first_cases(subjects);
            if (want_more()) return batch();
            needs_ = Needs::learned(q_, log_, entries);
            builds_ = Builds(q_, log_, entries, needs_);
            builds_.draw_explanations(Random(q_.seed * 1021 + entries));
            repeat_telling_builds();
            if (want_more()) return batch();
            search_all(entries);
            if (want_more()) return batch();
            if (q_.options.quick) break;
            if (!confirm(generation)) {
                if (want_more()) return batch();
                break;
            }
            recheck();
            if (want_more()) return batch();
            // Confirming runs all tests: a cluster may turn out to be two, and only now.
            const auto now = subjects_of(q_, log_, log_.size(), exclusive_, wanted_);
            if (want_more()) return batch();
            bool again = now != subjects;
            for (const auto& c : cases_) again = again || c.alone_failed;
            if (!again || generation + 1 == generations) break;
            alone_allowed_ = std::none_of(cases_.begin(), cases_.end(), [](const Case& c) { return c.alone_failed; });
        }
        return conclude();
    }

private:
    static bool searchable(ClusterKind kind) { return kind == ClusterKind::regression || kind == ClusterKind::one_sided; }
    bool want_more() const { return stop_.empty() && !wanted_.experiments.empty(); }
    int id(const Case& c) const { return q_.clusters[static_cast<std::size_t>(c.subject.cluster)].id; }
    ClusterKind kind(const Case& c) const { return q_.clusters[static_cast<std::size_t>(c.subject.cluster)].kind; }
    Knowledge know(const Subject& subject, std::size_t entries) const { return {q_, log_, entries, subject, exclusive_}; }

    std::size_t entries_before(int generation) const {
        for (std::size_t i = 0; i < log_.size(); ++i)
            if (log_[i].experiment.phase == "confirm" && log_[i].experiment.round >= generation * rounds_of_a_generation) return i;
        return log_.size();
    }

    // --- base ---

    const Entry* base_entry(int round, int index) const {
        for (const auto& entry : log_)
            if (entry.experiment.phase == "base" && entry.experiment.round == round && entry.experiment.index == index) return &entry;
        return nullptr;
    }

    /// One pair of base sessions; index even: bad, odd: good. False: some are missing and wanted.
    bool base_round(int round, int pairs, const char* reason) {
        std::vector<int> order;
        for (int i = 0; i < 2 * pairs; ++i) order.push_back(i);
        Random random(q_.seed * 31 + static_cast<std::uint64_t>(round));
        random.shuffle(order);
        bool complete = true;
        for (const int index : order) {
            if (base_entry(round, index)) continue;
            complete = false;
            for (const auto& cluster : q_.clusters)
                wanted_.want(index % 2 ? none_ : all_, "base", false, round, index, cluster.id, reason);
        }
        return complete;
    }

    CellResult base_result(const Subject& subject, int round, int index) const {
        const Entry* entry = base_entry(round, index);
        if (!entry || (!entry->observation.as_planned && !entry->observation.actual)) return CellResult::U;
        if (entry->observation.actual && !(*entry->observation.actual == entry->experiment.assignment)) return CellResult::U;
        const std::string* identity;
        return result_of(entry->observation, q_, subject, &identity);
    }

    bool base() {
        if (!base_round(0, 1, "the two sides, side by side")) return false;
        batch_parallel_ = 1;
        if (!base_round(1, 1, "the two sides again, each alone")) return false;
        // Different side by side, as expected alone: perhaps they share a port or a database.
        bool suspect = false;
        for (std::size_t c = 0; c < q_.clusters.size(); ++c) {
            if (!searchable(q_.clusters[c].kind)) continue;
            const Subject subject{static_cast<int>(c), {}, false};
            const bool alone = base_result(subject, 1, 0) == CellResult::F && base_result(subject, 1, 1) == CellResult::P;
            const bool beside = base_result(subject, 0, 0) == CellResult::F && base_result(subject, 0, 1) == CellResult::P;
            suspect = suspect || (alone && !beside);
        }
        if (suspect && !q_.options.exclusive) {
            if (!base_round(2, 2, "differed side by side: again, each alone")) return false;
            for (std::size_t c = 0; c < q_.clusters.size(); ++c) {
                if (!searchable(q_.clusters[c].kind)) continue;
                const Subject subject{static_cast<int>(c), {}, false};
                bool agree = true, differed = false;
                for (int i = 0; i < 2; ++i) agree = agree && base_result(subject, 1, i) == (i ? CellResult::P : CellResult::F);
                for (int i = 0; i < 4; ++i) agree = agree && base_result(subject, 2, i) == (i % 2 ? CellResult::P : CellResult::F);
                for (int i = 0; i < 2; ++i) differed = differed || base_result(subject, 0, i) != base_result(subject, 1, i);
                exclusive_ = exclusive_ || (agree && differed);
            }
        }
        if (exclusive_) parallel_ = 1;
        batch_parallel_ = 0;
        return true;
    }

    // --- search ---

    /// The cases of this generation, with what the base sessions say of them.
    void first_cases(const std::vector<Subject>& subjects) {
        cases_.clear();
        for (const auto& subject : subjects) {
            Case c;
            c.subject = subject;
            c.flaky = subject.flaky;
            c.story.floor = none_;
            switch (kind(c)) {
                case ClusterKind::common: c.note = "fails on both sides in the same way: it follows none of the differences"; break;
                case ClusterKind::reverse: c.note = "fails on the good side and passes on the bad one: swap the sides to attribute it"; break;
                case ClusterKind::flaky: c.flaky = true; break;
                default: base_case(c);
            }
            cases_.push_back(std::move(c));
        }
    }

    void base_case(Case& c) const {
        if (q_.deltas.empty()) {
            c.note = "the two sides do not differ in anything that was looked at";
            return;
        }
        const bool one_sided = kind(c) == ClusterKind::one_sided;
        bool bad_fails = false, good_passes = false, beside_failed = false;
        for (int round = 0; round < 3; ++round)
            for (int i = 0; i < (round == 2 ? 4 : 2); ++i) {
                if (exclusive_ && round == 0) continue;
                const CellResult result = base_result(c.subject, round, i);
                if (i % 2 == 0) {
                    bad_fails = bad_fails || result == CellResult::F;
                    beside_failed = beside_failed || (round == 0 && result == CellResult::F);
                    if (result == CellResult::P || result == CellResult::X) c.flaky = true;
                } else {
                    good_passes = good_passes || result == CellResult::P;
                    if (result == CellResult::F) c.flaky = true;
                    if (result == CellResult::X) c.note = "fails on the good side too, in another way";
                }
            }
        if (c.flaky) {
            c.only_side_by_side = beside_failed && base_result(c.subject, 1, 0) == CellResult::P && base_result(c.subject, 2, 0) != CellResult::F;
            if (good_passes && !c.note.empty()) c.note.clear();
            return;
        }
        if (good_passes && !c.note.empty()) c.flaky = true, c.note.clear();
        if (!bad_fails && c.note.empty()) c.note = "the bad side's sessions gave no result";
        if (!good_passes && c.note.empty() && !one_sided) c.note = "the good side's sessions gave no result";
    }

    /// Results of the failing tests alone: (fails on the bad side, passes on the good one). Wants them where missing.
    bool fails_alone(const Case& c, const Knowledge& knowledge, const Bits& context) {
        const Run* bad = knowledge.find(all_, true);
        const Run* good = knowledge.find(context, true);
        if (!bad) wanted_.want(all_, "isolate", true, 0, 0, id(c), "do the failing tests fail alone, too?");
        if (!good) wanted_.want(context, "isolate", true, 0, 0, id(c), "do they pass alone on the good side?");
        if (!bad || !good) throw Pending{};
        return bad->result == CellResult::F && good->result == CellResult::P;
    }

    Bits context_deltas() const {
        Bits context = none_;
        for (std::size_t d = 0; d < q_.deltas.size(); ++d) context.set(d, q_.deltas[d].context);
        return context;
    }

    /// A failed build that has one possible reason teaches that reason; but a build can also fail by chance, so it is tried once more.
    void repeat_telling_builds() {
        if (builds_.failures() > q_.options.failed_builds) return;
        for (const auto& failed : builds_.failed())
            if (failed.pairs == 1 && failed.times == 1)
                wanted_.want(failed.bad, "recheck", false, 0, 0, q_.clusters.front().id, "could not be built for one possible reason: does it fail again?");
    }

    void search_all(std::size_t entries) {
        std::vector<Knowledge> knowledge;
        for (const auto& c : cases_) knowledge.push_back(know(c.subject, entries));
        std::vector<SearchContext> contexts, shared;
        std::vector<std::size_t> owners;
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            auto& c = cases_[i];
            if (c.flaky || !c.note.empty()) continue;
            if (knowledge[i].disagrees()) {
                c.flaky = true;
                continue;
            }
            SearchContext context{q_, knowledge[i], needs_, builds_, wanted_, c.subject.cluster, none_, all_, false};
            try {
                if (kind(c) == ClusterKind::one_sided && !one_sided(c, knowledge[i], context)) continue;
                const Bits deltas = context_deltas();
                // With the bad side's selection held, every factor's own runs are the whole selection's: a search without it would not fit them.
                if (q_.options.isolate && alone_allowed_ && kind(c) != ClusterKind::one_sided && fails_alone(c, knowledge[i], deltas)) {
                    context.alone = true;
                    context.floor = deltas;
                    context.universe = all_ - deltas;
                }
            } catch (const Pending&) {
                continue;
            }
            contexts.push_back(context);
            owners.push_back(i);
            if (!context.floor.any() && !context.alone) shared.push_back(context);
        }
        if (want_more()) return;
        try {
            const auto asked = std::count_if(log_.begin(), log_.begin() + static_cast<long>(entries), [](const Entry& e) { return e.experiment.phase == "search" && e.experiment.round == 1; });
            shared_halves(shared, Random(q_.seed * 1009 + static_cast<std::uint64_t>(asked)), static_cast<int>(asked));
        } catch (const Pending&) {
            if (stop_.empty()) return;
        }
        for (std::size_t i = 0; i < contexts.size(); ++i) {
            auto& c = cases_[owners[i]];
            try {
                search(contexts[i], c.story);
                gate(c, contexts[i].knowledge);
                c.searched = true;
                if (c.story.many) c.note = "many differences matter together, of many factors";
                if (c.story.inconsistent) c.note = "no set of differences brings the failure by itself each time: the results contradict each other";
            } catch (const Pending&) {
                if (!stop_.empty()) c.story.note = "the sessions ended before the search did";
            }
        }
    }

    /// A test that only the bad side collects: does it fail when the good side runs the bad side's selection? False: nothing to search.
    bool one_sided(Case& c, const Knowledge& knowledge, SearchContext& context) {
        Bits selection = none_;
        for (std::size_t d = 0; d < q_.deltas.size(); ++d) selection.set(d, q_.deltas[d].factor == "selection");
        const Run* run = selection.any() ? knowledge.find(selection, false) : nullptr;
        if (selection.any() && !run) {
            wanted_.want(selection, "one-sided", false, 0, 0, id(c), "the good side with the bad side's selection: does it fail there?");
            throw Pending{};
        }
        if (run && run->result == CellResult::P) {
            context.floor = selection;
            context.universe = all_ - selection;
            c.story.floor = selection;
            return true;
        }
        c.note = run && run->result == CellResult::F ? "the good side never ran this test; it fails there too" : "the good side does not run this test";
        return false;
    }

    /// A frozen hypothesis must agree with every earlier direct result; what does not is run again.
    void gate(Case& c, const Knowledge& knowledge) {
        if (c.story.many || c.story.inconsistent || c.story.layers.empty()) return;
        // "Many deltas matter" explains whatever single deltas did, so at least more bad must never have repaired: a failure that
        // depends on the environment by chance ends here, too.
        if (c.story.factor_level)
            for (const auto& fails : knowledge.runs())
                for (const auto& passes : knowledge.runs())
                    if (fails.result == CellResult::F && passes.result == CellResult::P && fails.alone == passes.alone && fails.bad.subset_of(passes.bad)) {
                        c.story.inconsistent = true;
                        return;
                    }
        int contradictions = 0;
        bool pending = false;
        for (const auto& run : knowledge.runs()) {
            if (run.alone != c.story.alone || !c.story.floor.subset_of(run.bad) || !c.story.speaks_of(run.bad)) continue;
            const int level = level_of(run, c.story);
            if (level == -2 || level == c.story.predict(run.bad) || (level == -1 && c.story.predict(run.bad) != 1 && !c.story.layers.back().repaired)) continue;
            if (++contradictions > 3) break;
            if (knowledge.tried(run.bad, run.alone) < 2) {
                wanted_.want(run.bad, "recheck", run.alone, 0, 0, id(c), "contradicts the suspected cause: does it repeat?", copy_for(run.bad, c));
                pending = true;
            }
        }
        if (pending) throw Pending{};
        if (contradictions) c.context_dependent = true;   // it repeats, else the case were flaky by now
    }

    // --- confirmation ---

    std::vector<SeenHybrid> seen_hybrids(std::size_t entries) const {
        std::vector<SeenHybrid> seen;
        for (std::size_t i = 0; i < entries; ++i) seen.push_back({~log_[i].experiment.assignment, log_[i].experiment.copy});
        return seen;
    }

    /// The environment for a session that repeats one: where there are few hybrids, a new one.
    int copy_for(const Bits& bad, const Case& c) const {
        return few_hybrids(needs_, c.story.alone ? none_ : c.story.floor) ? next_copy(seen_hybrids(log_.size()), bad) : 0;
    }

    std::vector<const Run*> confirming(const Knowledge& knowledge, int generation) const {
        std::vector<const Run*> runs;
        for (const auto& run : knowledge.runs())
            if (run.experiment->phase == "confirm" && run.experiment->round / rounds_of_a_generation == generation) runs.push_back(&run);
        return runs;
    }

    /// Plans and evaluates; false: sessions are missing (wanted), or there was nothing to confirm.
    bool confirm(int generation) {
        std::vector<Case*> claimed;
        for (auto& c : cases_)
            if (c.searched && !c.flaky && c.note.empty() && !c.story.layers.empty() && !c.story.layers[0].sets.empty()) claimed.push_back(&c);
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
                auto group = std::find_if(by_floor.begin(), by_floor.end(), [&](const auto& claims) { return claims.front().floor == claim.floor; });
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
                for (const auto& planned : plan_confirmation(q_, needs, by_floor[g], done[g], {seen, repeats(), top_up > 0}, random)) {
                    const bool there = std::any_of(log_.begin() + static_cast<long>(before), log_.end(), [&](const Entry& e) {
                        return e.experiment.phase == "confirm" && e.experiment.round == round && e.experiment.index == index;
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

    /// In small questions a claim soon fits every hybrid there is: there, more of them.
    int repeats() const { return q_.options.repeats + (q_.deltas.size() > 3 && q_.deltas.size() < 7 ? 2 : 0); }

    /// A claim of several deltas can be fitted to what was seen, so it must have foretold hybrids that were not. (Of three deltas all
    /// hybrids are seen.)
    bool enough_environments(const Case& c, int generation) const {
        const auto& layers = c.story.layers;
        if (q_.deltas.size() <= 3 || (!c.story.factor_level && layers.size() == 1 && layers[0].sets.size() == 1 && layers[0].sets[0].size() == 1)) return true;
        const Knowledge before = know(c.subject, entries_before(generation));
        std::vector<Bits> fresh;
        for (const auto* run : c.outcome.agreeing)
            if (!before.find(run->bad, false) && std::find(fresh.begin(), fresh.end(), run->bad) == fresh.end()) fresh.push_back(run->bad);
        return fresh.size() >= 8;
    }

    void want_confirming(const PlannedSession& planned, const std::vector<Claim>& claims, int round, int index) {
        for (const auto& claim : claims) {
            auto& experiment = wanted_.want(planned.bad, "confirm", false, round, index, claim.cluster, planned.reason, planned.copy);
            const int level = claim.story->predict(planned.bad);
            experiment.predicted.emplace_back(claim.cluster, level == 0 ? CellResult::P : level == 1 ? CellResult::F : CellResult::X);
        }
    }

    /// A contradiction that repeats in its hybrid depends on the context; one that does not is chance.
    void recheck() {
        for (auto& c : cases_) {
            const auto& against = c.outcome.contradicting;
            if (against.empty()) continue;
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
                    wanted_.want(run->bad, "recheck", false, 0, 0, id(c), "contradicts the claim: does it repeat?", copy_for(run->bad, c));
            }
            c.context_dependent = true;
        }
    }

    // --- results ---

    Step batch() {
        Step step;
        step.parallel = batch_parallel_ ? batch_parallel_ : parallel_;
        int number = 0;
        for (const auto& entry : log_) number = std::max(number, entry.experiment.batch + 1);
        const auto room = static_cast<std::size_t>(std::max(0, q_.options.budget - static_cast<int>(log_.size())));
        step.batch = std::move(wanted_.experiments);
        if (step.batch.size() > room) step.batch.resize(room);
        // Which of two comes first must not follow what is expected of them; base and confirmation are in random order already.
        if (!step.batch.empty() && step.batch.front().phase != "confirm" && step.batch.front().phase != "base") {
            Random random(q_.seed * 131 + log_.size());
            random.shuffle(step.batch);
        }
        for (std::size_t i = 0; i < step.batch.size(); ++i) {
            step.batch[i].id = static_cast<int>(log_.size() + i);
            step.batch[i].batch = number;
            step.batch[i].slot = static_cast<int>(i) % step.parallel;
        }
        return step;
    }

    Step conclude() {
        Conclusion conclusion;
        const Needs needs = Needs::learned(q_, log_, log_.size());
        conclusion.exclusive = exclusive_;
        conclusion.learned = needs.requirements();
        conclusion.stopped = stop_;
        for (const auto& c : cases_) {
            const Knowledge knowledge = know(c.subject, log_.size());
            Case shown = c;
            if (knowledge.disagrees() && searchable(kind(c))) shown.flaky = true;
            conclusion.findings.push_back(finding_of(q_, needs_, knowledge, shown));
        }
        number_problems(conclusion.findings);
        Step step;
        step.conclusion = std::move(conclusion);
        return step;
    }

    const Question& q_;
    const Log& log_;
    std::string stop_;
    Wanted wanted_;
    Bits none_, all_;
    Needs needs_;
    Builds builds_;
    std::vector<Case> cases_;
    std::vector<Knowledge> knowledge_;   ///< what the outcomes' runs point into
    bool exclusive_ = false, alone_allowed_ = true;
    int parallel_ = 1, batch_parallel_ = 0;
};

}  // namespace

Step next(const Question& question, const Log& log, const std::string& stop) {
    for (const auto& entry : log)
        if (entry.experiment.assignment.size() != question.deltas.size()) throw std::invalid_argument("a session of another question");
    return Replay(question, log, stop).run();
}

SessionSummary summarize(const Question& question, const Entry& entry) {
    SessionSummary summary;
    const auto& assignment = entry.experiment.assignment;
    const int good = assignment.count();
    const bool from_bad = 2 * good <= static_cast<int>(assignment.size());
    summary.id = "s" + std::to_string(entry.experiment.id + 1);
    summary.phase = entry.experiment.phase;
    summary.base = from_bad ? "bad" : "good";
    for (const int d : (from_bad ? assignment : ~assignment).members())
        summary.taken.push_back({question.deltas[static_cast<std::size_t>(d)].factor, question.deltas[static_cast<std::size_t>(d)].name});
    for (const auto& [cluster, result] : entry.experiment.predicted) {
        const std::string now = result == CellResult::F ? "F" : result == CellResult::P ? "P" : "X";
        if (summary.predicted.empty()) summary.predicted = now;
        else if (summary.predicted != now) summary.predicted = "by cluster";
    }
    for (const auto& seen : entry.observation.results) summary.results.emplace_back(seen.cluster, entry.observation.built ? seen.result : CellResult::U);
    summary.as_planned = entry.observation.built && entry.observation.as_planned && (!entry.observation.actual || *entry.observation.actual == assignment);
    summary.reason = entry.experiment.reason;
    return summary;
}

}  // namespace testskew::attribute
