#include "attribute/search_phase.hpp"

#include <algorithm>
#include <utility>

#include "attribute/halves.hpp"

namespace testskew::attribute {

bool SearchPhase::fails_alone(const Case& c, const Knowledge& knowledge) {
    const Bits context = context_deltas();
    const Run* bad = knowledge.find(s_.all, true);
    const Run* good = knowledge.find(context, true);
    if (!bad) s_.wanted.want(s_.all, Phase::isolate, true, 0, 0, s_.id(c), "do the failing tests fail alone, too?");
    if (!good) s_.wanted.want(context, Phase::isolate, true, 0, 0, s_.id(c), "do they pass alone on the good side?");
    if (!bad || !good) throw Pending{};
    return bad->result == CellResult::fails && good->result == CellResult::passes;
}

Bits SearchPhase::context_deltas() const {
    Bits context = s_.none;
    for (std::size_t d = 0; d < s_.q.deltas.size(); ++d) context.set(d, s_.q.deltas[d].context);
    return context;
}

void SearchPhase::repeat_telling_builds() {
    if (s_.builds.failures() > s_.q.options.failed_builds) return;
    for (const auto& failed : s_.builds.failed())
        if (failed.pairs == 1 && failed.times == 1)
            s_.wanted.want(failed.bad, Phase::recheck, false, 0, 0, s_.q.clusters.front().id,
                           "could not be built for one possible reason: does it fail again?", 1);
}

std::optional<SearchContext> SearchPhase::context_of(Case& c, const Knowledge& knowledge) {
    SearchContext context{s_.q, knowledge, s_.needs, s_.builds, s_.wanted, c.group.cluster, s_.none, s_.all, false};
    const bool one_sided = s_.kind(c) == ClusterKind::one_sided;
    try {
        if (one_sided && !hold_selection(c, knowledge, context)) return std::nullopt;
        // If the bad side's selection is held, the runs of every single factor are made with the whole selection. A
        // search among the failing tests alone would not fit them.
        if (s_.q.options.isolate && s_.alone_allowed && !one_sided && !c.led && fails_alone(c, knowledge)) {
            context.alone = true;
            context.floor = context_deltas();
            context.universe = s_.all - context.floor;
        }
    } catch (const Pending&) {
        return std::nullopt;
    }
    return context;
}

void SearchPhase::run() {
    std::vector<Knowledge> knowledge;
    for (const auto& c : s_.cases) knowledge.push_back(s_.know(c.group, entries_));
    std::vector<SearchContext> contexts, shared;
    std::vector<Case*> owners;
    for (std::size_t i = 0; i < s_.cases.size(); ++i) {
        auto& c = s_.cases[i];
        if (c.flaky || c.caveat != CaveatKind::none) continue;
        if (knowledge[i].disagrees()) {
            c.flaky = true;
            continue;
        }
        const auto context = context_of(c, knowledge[i]);
        if (!context) continue;
        contexts.push_back(*context);
        owners.push_back(&c);
        if (!context->floor.any() && !context->alone && !shown_suspect(*context)) shared.push_back(*context);
    }
    if (s_.want_more()) return;
    try {
        const auto asked = std::count_if(
            s_.log.begin(), s_.log.begin() + static_cast<long>(entries_),
            [](const LogEntry& e) { return e.experiment.phase == Phase::search && e.experiment.round == 1; });
        const Random random(s_.q.seed * 1009 + static_cast<std::uint64_t>(asked));
        shared_halves(shared, random, static_cast<int>(asked));
    } catch (const Pending&) {
        if (!s_.stop.any()) return;
    }
    for (std::size_t i = 0; i < contexts.size(); ++i) search_case(*owners[i], contexts[i]);
}

void SearchPhase::search_case(Case& c, const SearchContext& context) {
    try {
        search(context, c.story);
        gate(c, context.knowledge);
        c.searched = true;
        if (c.story.many) c.caveat = CaveatKind::many;
        if (c.story.inconsistent) c.caveat = CaveatKind::contradictory;
    } catch (const Pending&) {
        if (s_.stop.any()) c.story.caveat = CaveatKind::search_ended;
    }
}

bool SearchPhase::hold_selection(Case& c, const Knowledge& knowledge, SearchContext& context) {
    Bits selection = s_.none;
    for (std::size_t d = 0; d < s_.q.deltas.size(); ++d) selection.set(d, s_.q.deltas[d].factor == Factor::selection);
    const Run* run = selection.any() ? knowledge.find(selection, false) : nullptr;
    if (selection.any() && !run) {
        s_.wanted.want(selection, Phase::one_sided, false, 0, 0, s_.id(c),
                       "the good side with the bad side's selection: does it fail there?");
        throw Pending{};
    }
    if (run && run->result == CellResult::passes) {
        context.floor = selection;
        context.universe = s_.all - selection;
        c.story.floor = std::move(selection);
        return true;
    }
    c.caveat = run && run->result == CellResult::fails ? CaveatKind::never_run_fails : CaveatKind::never_run;
    return false;
}

bool SearchPhase::contradicts_many(const Knowledge& knowledge) const {
    for (const auto& fails : knowledge.runs())
        for (const auto& passes : knowledge.runs())
            if (fails.result == CellResult::fails && passes.result == CellResult::passes &&
                fails.alone == passes.alone && fails.bad.subset_of(passes.bad))
                return true;
    return false;
}

void SearchPhase::gate(Case& c, const Knowledge& knowledge) {
    if (c.story.many || c.story.inconsistent || c.story.layers.empty()) return;
    // "Many deltas matter" can explain any result of single deltas, so it is only accepted if more bad deltas never
    // repaired the failure. This also stops a failure that varies by environment.
    if (c.story.factor_level && contradicts_many(knowledge)) {
        c.story.inconsistent = true;
        return;
    }
    std::vector<const Run*> all;
    for (const auto& run : knowledge.runs())
        if (run.alone == c.story.alone && c.story.floor.subset_of(run.bad) && c.story.speaks_of(run.bad))
            all.push_back(&run);
    const auto besides = failures_besides(c.story, all);
    int contradictions = 0, masked = 0;
    bool pending = false;
    for (const Run* one : all) {
        const Run& run = *one;
        const int level = level_of(run, c.story), predicted = c.story.predict(run.bad);
        if (level == level_nothing || level == predicted) continue;
        if (level == level_other && predicted != 1 && !c.story.layers.back().repaired) continue;
        // If the session was to pass, another failure that repeats says nothing about this one; nor does one that comes
        // without the cause, too.
        const bool is_masked = level == level_other && (predicted == 0 || besides.count(*run.identity));
        if (++(is_masked ? masked : contradictions) > 3) {
            if (is_masked) continue;
            break;
        }
        if (knowledge.tried(run.bad, run.alone) < 2) {
            s_.wanted.want(run.bad, Phase::recheck, run.alone, 0, 0, s_.id(c),
                           "contradicts the suspected cause: does it repeat?", s_.copy_for(run.bad, c));
            pending = true;
        }
    }
    if (pending) throw Pending{};
    // The contradiction repeats; otherwise the case would be flaky by now.
    if (contradictions) c.context_dependent = true;
}

}  // namespace testskew::attribute
