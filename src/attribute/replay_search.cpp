#include "attribute/replay.hpp"

namespace testskew::attribute {

bool Replay::fails_alone(const Case& c, const Knowledge& knowledge, const Bits& context) {
    const Run* bad = knowledge.find(all_, true);
    const Run* good = knowledge.find(context, true);
    if (!bad) wanted_.want(all_, "isolate", true, 0, 0, id(c), "do the failing tests fail alone, too?");
    if (!good) wanted_.want(context, "isolate", true, 0, 0, id(c), "do they pass alone on the good side?");
    if (!bad || !good) throw Pending{};
    return bad->result == CellResult::F && good->result == CellResult::P;
}

Bits Replay::context_deltas() const {
    Bits context = none_;
    for (std::size_t d = 0; d < q_.deltas.size(); ++d) context.set(d, q_.deltas[d].context);
    return context;
}

void Replay::repeat_telling_builds() {
    if (builds_.failures() > q_.options.failed_builds) return;
    for (const auto& failed : builds_.failed())
        if (failed.pairs == 1 && failed.times == 1)
            wanted_.want(failed.bad, "recheck", false, 0, 0, q_.clusters.front().id,
                         "could not be built for one possible reason: does it fail again?", 1);
}

void Replay::search_all(std::size_t entries) {
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
            // With the bad side's selection held, every factor's own runs are the whole selection's: a search without
            // it would not fit them.
            if (q_.options.isolate && alone_allowed_ && kind(c) != ClusterKind::one_sided &&
                fails_alone(c, knowledge[i], deltas)) {
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
        const auto asked = std::count_if(log_.begin(), log_.begin() + static_cast<long>(entries), [](const Entry& e) {
            return e.experiment.phase == "search" && e.experiment.round == 1;
        });
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
            if (c.story.inconsistent)
                c.note =
                    "no set of differences brings the failure by itself each time: the results contradict each other";
        } catch (const Pending&) {
            if (!stop_.empty()) c.story.note = "the sessions ended before the search did";
        }
    }
}

bool Replay::one_sided(Case& c, const Knowledge& knowledge, SearchContext& context) {
    Bits selection = none_;
    for (std::size_t d = 0; d < q_.deltas.size(); ++d) selection.set(d, q_.deltas[d].factor == "selection");
    const Run* run = selection.any() ? knowledge.find(selection, false) : nullptr;
    if (selection.any() && !run) {
        wanted_.want(selection, "one-sided", false, 0, 0, id(c),
                     "the good side with the bad side's selection: does it fail there?");
        throw Pending{};
    }
    if (run && run->result == CellResult::P) {
        context.floor = selection;
        context.universe = all_ - selection;
        c.story.floor = selection;
        return true;
    }
    c.note = run && run->result == CellResult::F ? "the good side never ran this test; it fails there too"
                                                 : "the good side does not run this test";
    return false;
}

void Replay::gate(Case& c, const Knowledge& knowledge) {
    if (c.story.many || c.story.inconsistent || c.story.layers.empty()) return;
    // "Many deltas matter" explains whatever single deltas did, so at least more bad must never have repaired: a
    // failure that depends on the environment by chance ends here, too.
    if (c.story.factor_level)
        for (const auto& fails : knowledge.runs())
            for (const auto& passes : knowledge.runs())
                if (fails.result == CellResult::F && passes.result == CellResult::P && fails.alone == passes.alone &&
                    fails.bad.subset_of(passes.bad)) {
                    c.story.inconsistent = true;
                    return;
                }
    int contradictions = 0, masked = 0;
    bool pending = false;
    for (const auto& run : knowledge.runs()) {
        if (run.alone != c.story.alone || !c.story.floor.subset_of(run.bad) || !c.story.speaks_of(run.bad)) continue;
        const int level = level_of(run, c.story);
        if (level == -2 || level == c.story.predict(run.bad) ||
            (level == -1 && c.story.predict(run.bad) != 1 && !c.story.layers.back().repaired))
            continue;
        // Another failure where this one was not expected either says nothing about this one, once it is known to
        // repeat.
        const bool other = level == -1 && c.story.predict(run.bad) == 0;
        if (++(other ? masked : contradictions) > 3) {
            if (other) continue;
            break;
        }
        if (knowledge.tried(run.bad, run.alone) < 2) {
            wanted_.want(run.bad, "recheck", run.alone, 0, 0, id(c), "contradicts the suspected cause: does it repeat?",
                         copy_for(run.bad, c));
            pending = true;
        }
    }
    if (pending) throw Pending{};
    if (contradictions) c.context_dependent = true;  // it repeats, else the case were flaky by now
}

}  // namespace testskew::attribute
