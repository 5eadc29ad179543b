#include "attribute/case_view.hpp"

#include <algorithm>

namespace testskew::attribute {

CaseView::CaseView(const Question& question, const Needs& what_needs, const Knowledge& whole_knowledge, const Case& of)
    : q(question),
      needs(what_needs),
      knowledge(whole_knowledge),
      c(of),
      n(question.deltas.size()),
      relevant(of.story.relevant(n)),
      floor(of.story.alone || of.story.floor.size() != n ? Bits(n) : of.story.floor),
      carried(carried_along()),
      has_claim(!of.story.layers.empty() && !of.story.layers.front().sets.empty() && !of.story.many &&
                !of.story.inconsistent),
      complete(is_complete()),
      confirmed(has_claim && !of.flaky && of.confirmation.confirmed && !of.context_dependent) {}

Bits CaseView::carried_along() const {
    const Bits along = (needs.down(floor | relevant) | needs.up(relevant)) - floor - relevant;
    return needs.worked_out_within(along | relevant) ? along : Bits(n);
}

bool CaseView::is_complete() const {
    return c.searched && !c.context_dependent && !c.refuted && has_claim &&
           std::all_of(c.story.layers.begin(), c.story.layers.end(),
                       [](const Layer& layer) { return layer.complete; }) &&
           finally_repaired();
}

std::vector<std::string> CaseView::names(const Bits& deltas) const {
    std::vector<std::string> result;
    for (const int d : deltas.members()) result.push_back(q.deltas[static_cast<std::size_t>(d)].name);
    return result;
}

std::vector<Factor> CaseView::factors_in(const Bits& deltas) const {
    std::vector<Factor> result;
    for (const auto& [factor, mask] : factors_of(q))
        if (mask.intersects(deltas)) result.push_back(factor);
    return result;
}

Bits CaseView::deltas_of(const Layer& layer) const {
    Bits result(n);
    for (const auto& set : layer.sets) result |= united(set, n);
    return result;
}

bool CaseView::single_cause() const {
    const auto& sets = c.story.layers.front().sets;
    return sets.size() == 1 && sets[0].size() == 1;
}

}  // namespace testskew::attribute
