#include "attribute/shown_cause.hpp"

#include <algorithm>

#include "util/text.hpp"

namespace testskew::attribute {

namespace {

Relation relation_of(const CaseView& view) {
    const auto& sets = view.c.story.layers.front().sets;
    if (view.single_cause()) return Relation::single;
    if (sets.size() == 1) return Relation::all_needed;
    const bool singles = std::all_of(sets.begin(), sets.end(), [](const ElementSet& set) { return set.size() == 1; });
    return singles ? Relation::any_enough : Relation::mixed;
}

/// True if the one factor of the cause could not be swapped in one of the directions without the other interpreter.
bool half_tested(const std::vector<Factor>& factors, const std::vector<Verdict>& verdicts) {
    if (factors.size() != 1) return false;
    return std::any_of(verdicts.begin(), verdicts.end(), [&](const Verdict& v) {
        if (v.factor != factors[0] || v.kind != VerdictKind::supported) return false;
        return (v.role == Role::enough && v.repair.U && !v.repair.P) ||
               (v.role == Role::needed && v.induce.U && !v.induce.F);
    });
}

VerdictKind verdict_on(const CaseView& view, const Cause& cause, bool half) {
    if (view.c.context_dependent) return VerdictKind::interaction;
    if (!view.confirmed || !view.complete || half) return VerdictKind::supported;
    const bool one_block = view.single_cause() && (view.c.story.layers.front().sets[0][0] | view.carried).count() > 1;
    return cause.factors.size() == 1 || one_block ? VerdictKind::proven : VerdictKind::interaction;
}

/// True if each element of each set is one delta. An element of a search that was cut off may hold deltas that it had
/// not come to look at one by one.
bool is_parted(const CaseView& view) {
    const auto& sets = view.c.story.layers.front().sets;
    return std::all_of(sets.begin(), sets.end(), [](const ElementSet& set) {
        return std::all_of(set.begin(), set.end(), [](const Bits& element) { return element.count() == 1; });
    });
}

/// The minimal failing sets, by the names of their deltas.
std::vector<CauseSet> sets_of(const CaseView& view) {
    std::vector<CauseSet> sets;
    for (const auto& set : view.c.story.layers.front().sets) {
        auto& deltas = sets.emplace_back().deltas;
        for (const int index : united(set, view.n).members()) {
            const Delta& delta = view.q.deltas[static_cast<std::size_t>(index)];
            CauseDelta& of_set = deltas.emplace_back();
            of_set.index = index;
            of_set.factor = delta.factor;
            of_set.name = delta.name;
        }
    }
    return sets;
}

std::vector<DeltaName> names_of(const CaseView& view, const Bits& deltas) {
    std::vector<DeltaName> names;
    for (const int index : deltas.members()) {
        const Delta& delta = view.q.deltas[static_cast<std::size_t>(index)];
        names.push_back({delta.factor, delta.name});
    }
    return names;
}

/// Why the cause is not more than supported.
Caveat why_only_supported(const CaseView& view, bool half) {
    if (half) return {CaveatKind::one_direction, view.names(view.relevant)};
    if (view.c.story.caveat != CaveatKind::none) return {view.c.story.caveat};
    if (view.confirmed) return {CaveatKind::layers_unknown};
    Caveat caveat{CaveatKind::unconfirmed};
    if (!view.q.options.quick) caveat.why = {ObstacleKind::stopped, "the run ended before them"};
    return caveat;
}

/// Says so if the cause was only ever induced together with something of another factor: two that are both needed would
/// look the same.
void note_gone_along(const CaseView& view, ClusterAttribution& attribution) {
    const Cause& cause = *attribution.cause;
    Caveat caveat{CaveatKind::gone_along, {join(view.names(view.relevant), ", ")}};
    for (const DeltaName& delta : cause.along_bad)
        if (!cause.follows(delta.factor)) caveat.names.push_back(delta.delta);
    if (caveat.names.size() > 1) add_caveat(attribution.caveats, std::move(caveat));
}

}  // namespace

void write_cause(const CaseView& view, ClusterAttribution& attribution) {
    const Story& story = view.c.story;
    if (view.c.refuted) {
        attribution.caveats = {{CaveatKind::refuted, view.names(view.relevant)}};
        return;
    }
    if (story.caveat == CaveatKind::search_ended && !is_parted(view)) {
        attribution.caveats = {{CaveatKind::search_ended, view.names(view.relevant)}};
        return;
    }
    const Relation relation = relation_of(view);
    const Bits block = view.deltas_of(story.layers.front());
    Cause cause;
    cause.factors = view.factors_in(relation == Relation::single ? block | view.carried : block);
    cause.relation = relation;
    cause.many = story.factor_level;
    if (!cause.many) cause.sets = sets_of(view);
    for (std::size_t i = 1; i < story.layers.size(); ++i)
        if (!story.layers[i].sets.empty())
            cause.layers.push_back({names_of(view, view.deltas_of(story.layers[i])), {}});
    cause.along_bad = names_of(view, view.needs.down(view.floor | view.relevant) - view.floor - view.relevant);
    cause.along_good = names_of(view, view.needs.up(view.relevant) - view.floor - view.relevant);
    cause.sessions = static_cast<int>(view.c.confirmation.agreeing.size());
    cause.environments = view.c.confirmation.environments;
    cause.mixes = view.c.confirmation.hybrids;
    const bool half = half_tested(cause.factors, attribution.verdicts);
    cause.verdict = verdict_on(view, cause, half);
    if (cause.verdict == VerdictKind::supported && attribution.caveats.empty())
        add_caveat(attribution.caveats, why_only_supported(view, half));
    attribution.cause = std::move(cause);
    note_gone_along(view, attribution);
}

}  // namespace testskew::attribute
