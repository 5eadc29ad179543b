#include "attribute/finding_writer.hpp"
#include "attribute/verdict.hpp"
#include "util/text.hpp"

namespace testskew::attribute {

namespace {

void count(Cell& cell, CellResult result) {
    ++(result == CellResult::F ? cell.F : result == CellResult::P ? cell.P : result == CellResult::X ? cell.X : cell.U);
}

}  // namespace

std::pair<Cell, Cell> FindingWriter::own_cells(const Bits& mask) const {
    Cell repair, induce;
    const Bits good = needs_.up(mask), bad = needs_.down(floor_ | mask);
    const bool repair_mixed = (good - mask).intersects(relevant_),
               induce_mixed = (bad - mask - floor_).intersects(relevant_);
    const Bits repaired = ~(good - floor_);
    for (const auto& run : knowledge_.runs()) {
        if (run.alone) continue;
        if (run.bad == repaired) count(repair, repair_mixed ? CellResult::U : run.result);
        if (run.bad == bad) count(induce, induce_mixed ? CellResult::U : run.result);
    }
    return {repair, induce};
}

bool FindingWriter::changes_interpreter(const Bits& carried) const {
    const auto members = carried.members();
    return std::any_of(members.begin(), members.end(),
                       [&](int d) { return q_.deltas[static_cast<std::size_t>(d)].factor == "interpreter"; });
}

Cell FindingWriter::untested(const Cell& cell) {
    Cell result;
    result.U = cell.sessions();
    return result;
}

std::pair<Cell, Cell> FindingWriter::claim_cells() const {
    Cell repair, induce;
    const auto add = [&](const Run& run) {
        const int predicted = case_.story.predict(run.bad);
        if (predicted == 1) count(induce, run.result);
        if (predicted == 0) count(repair, run.result);
    };
    for (const auto* run : case_.outcome.agreeing) add(*run);
    for (const auto* run : case_.outcome.contradicting) add(*run);
    if (repair.sessions() && induce.sessions()) return {repair, induce};
    repair = induce = {};
    const auto& layer = case_.story.layers.front();
    for (const auto& set : layer.sets)
        if (const Run* run = knowledge_.find(needs_.down(case_.story.floor | united(set, n_)), case_.story.alone))
            count(induce, run->result);
    for (const auto& hit : layer.hits)
        if (const Run* run =
                knowledge_.find(layer.ceiling - (needs_.up(united(hit, n_)) - case_.story.floor), case_.story.alone))
            count(repair, run->result);
    return {repair, induce};
}

Verdict FindingWriter::verdict(const std::string& name, const Bits& mask) {
    Verdict v;
    v.factor = name;
    const bool in_a_set = mask.intersects(relevant_);
    const bool holds_all = relevant_.subset_of(mask);
    const auto& o = case_.outcome;
    std::tie(v.repair, v.induce) = holds_all ? claim_cells() : own_cells(mask);
    if (holds_all) {
        if (changes_interpreter(needs_.up(relevant_) - mask)) v.repair = untested(v.repair);
        if (changes_interpreter(needs_.down(floor_ | relevant_) - mask - floor_)) v.induce = untested(v.induce);
    }
    const auto cells =
        verdict_of(single_result(v.repair), single_result(v.induce), finding_.confirmed, in_a_set, is_complete());
    v.kind = cells.kind;
    v.role = cells.role;
    v.reason = cells.reason;
    v.context_dependent = case_.context_dependent && in_a_set;
    if (in_a_set) v.p = fisher(o.fail_fail, o.fail_other, o.pass_fail, o.pass_other);
    if (mask.subset_of(floor_) && floor_.any() && mask.any()) {
        v.kind = VerdictKind::untestable;
        v.reason = "held at the bad side's value: the good side does not run these tests otherwise";
        return v;
    }
    if (v.kind == VerdictKind::untestable && !v.repair.sessions() && !v.induce.sessions()) {
        v.kind = VerdictKind::unproven;
        v.reason = "not tested: the sessions ended before";
    }
    if (case_.refuted) {
        v.kind = VerdictKind::unproven;
        v.reason = "the confirming sessions contradict each other";
        return v;
    }
    if (case_.context_dependent) {
        if (in_a_set && v.kind != VerdictKind::unproven) v.kind = VerdictKind::interaction;
        if (v.kind == VerdictKind::proven) v.kind = VerdictKind::interaction;
        if (v.role == "needed" || v.role == "enough" || in_a_set) v.context_dependent = true;
        return v;
    }
    layered(v, mask);
    welded(v, mask);
    return v;
}

void FindingWriter::layered(Verdict& v, const Bits& mask) {
    if (case_.story.layers.size() < 2 || !finding_.confirmed || !finally_repaired() || relevant_.subset_of(mask))
        return;
    for (const auto& layer : case_.story.layers) {
        const Bits own = layer_deltas(layer);
        if (!own.subset_of(mask) || shared(layer, own)) continue;
        v.kind = VerdictKind::proven;
        v.role.clear();
        v.given = names(relevant_ - own);
        v.reason = layer.identity.empty() ? "causes the failure; repairing it uncovers another"
                                          : "causes the failure that is hidden behind this one";
    }
}

Bits FindingWriter::carried_along() const {
    const Bits carried = (needs_.down(floor_ | relevant_) | needs_.up(relevant_)) - floor_ - relevant_;
    return needs_.worked_out_within(carried | relevant_) ? carried : Bits(n_);
}

void FindingWriter::welded(Verdict& v, const Bits& mask) {
    const auto& layers = case_.story.layers;
    if (!finding_.confirmed || layers.size() != 1 || layers[0].sets.size() != 1 || layers[0].sets[0].size() != 1)
        return;
    const Bits block = layers[0].sets[0][0] | carried_;
    if (!mask.intersects(block) || block.subset_of(mask)) return;
    v.kind = VerdictKind::proven;
    v.role.clear();
    v.jointly_with = factors_in(block - mask);
    v.reason = "proven together with " + join(v.jointly_with, ", ") + "; they cannot be swapped apart";
    v.repair = claim_cells().first;
    v.induce = claim_cells().second;
}

void FindingWriter::plain_verdicts() {
    for (const auto& [name, mask] : factors_of(q_)) {
        Verdict v;
        v.factor = name;
        std::tie(v.repair, v.induce) = own_cells(mask);
        v.reason = case_.note.empty() ? "no cause was shown" : case_.note;
        finding_.attribution.verdicts.push_back(v);
    }
}

}  // namespace testskew::attribute
