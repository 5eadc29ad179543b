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
bool half_tested(const std::vector<std::string>& factors, const std::vector<Verdict>& verdicts) {
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

std::string summary_of(const CaseView& view, const Cause& cause, Relation relation) {
    const std::string what = view.c.story.factor_level
                                 ? "many differences of " + join(cause.factors, ", ")
                                 : join(view.names(view.deltas_of(view.c.story.layers.front())), ", ");
    const char* how = relation == Relation::all_needed   ? ", all of them together"
                      : relation == Relation::any_enough ? ", each of which is enough"
                                                         : "";
    return "the failure follows " + what + how;
}

/// Why the cause is not more than supported.
std::string why_only_supported(const CaseView& view, bool half) {
    if (half) return "it can be swapped in one direction only: in the other it cannot be built on this interpreter";
    if (!view.c.story.note.empty()) return view.c.story.note;
    return view.confirmed ? "what is behind the failure could not be followed to the end" : "not confirmed";
}

}  // namespace

void write_cause(const CaseView& view, ClusterAttribution& attribution) {
    const Story& story = view.c.story;
    if (view.c.refuted) {
        attribution.note = "a cause was suspected (" + join(view.names(view.relevant), ", ") +
                           "), but the confirming sessions contradict it";
        return;
    }
    const Relation relation = relation_of(view);
    const Bits block = view.deltas_of(story.layers.front());
    Cause cause;
    cause.factors = view.factors_in(relation == Relation::single ? block | view.carried : block);
    cause.relation = relation;
    if (!story.factor_level)
        for (const auto& set : story.layers.front().sets) cause.sets.push_back(view.names(united(set, view.n)));
    for (std::size_t i = 1; i < story.layers.size(); ++i)
        cause.layers.push_back(join(view.names(view.deltas_of(story.layers[i])), ", "));
    cause.sessions = static_cast<int>(view.c.outcome.agreeing.size());
    cause.environments = view.c.outcome.environments;
    const bool half = half_tested(cause.factors, attribution.verdicts);
    cause.verdict = verdict_on(view, cause, half);
    cause.summary = summary_of(view, cause, relation);
    cause.summary_tells_sets = relation == Relation::all_needed || relation == Relation::any_enough;
    if (cause.verdict == VerdictKind::supported && attribution.note.empty())
        attribution.note = why_only_supported(view, half);
    attribution.cause = std::move(cause);
}

}  // namespace testskew::attribute
