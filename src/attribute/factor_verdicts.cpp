#include "attribute/factor_verdicts.hpp"

#include <algorithm>
#include <tuple>

#include "attribute/verdict.hpp"

namespace testskew::attribute {

namespace {

void count(Cell& cell, CellResult result) {
    switch (result) {
        case CellResult::fails: ++cell.F; break;
        case CellResult::passes: ++cell.P; break;
        case CellResult::other: ++cell.X; break;
        case CellResult::nothing: ++cell.U; break;
    }
}

/// A cell with the same number of sessions, none of which has a result.
Cell without_results(const Cell& cell) {
    Cell result;
    result.U = cell.sessions();
    return result;
}

bool changes_interpreter(const Question& question, const Bits& deltas) {
    const auto members = deltas.members();
    return std::any_of(members.begin(), members.end(), [&](int d) {
        return question.deltas[static_cast<std::size_t>(d)].factor == Factor::interpreter;
    });
}

}  // namespace

FactorVerdicts::Cells FactorVerdicts::own_cells(const Bits& mask) const {
    Cell repair, induce;
    const Bits good = v_.needs.up(mask), bad = v_.needs.down(v_.floor | mask);
    const bool repair_mixed = (good - mask).intersects(v_.relevant);
    const bool induce_mixed = (bad - mask - v_.floor).intersects(v_.relevant);
    const Bits repaired = ~(good - v_.floor);
    for (const auto& run : v_.knowledge.runs()) {
        if (run.alone) continue;
        if (run.bad == repaired) count(repair, repair_mixed ? CellResult::nothing : run.result);
        if (run.bad == bad) count(induce, induce_mixed ? CellResult::nothing : run.result);
    }
    return {repair, induce};
}

FactorVerdicts::Cells FactorVerdicts::claim_cells() const {
    const Story& story = v_.c.story;
    Cell repair, induce;
    const auto add = [&](const Run& run) {
        const int predicted = story.predict(run.bad);
        if (predicted == 1) count(induce, run.result);
        if (predicted == 0) count(repair, run.result);
    };
    for (const auto* run : v_.c.confirmation.agreeing) add(*run);
    for (const auto* run : v_.c.confirmation.contradicting) add(*run);
    if (repair.sessions() && induce.sessions()) return {repair, induce};
    repair = induce = {};
    const auto& layer = story.layers.front();
    for (const auto& set : layer.sets)
        if (const Run* run = v_.knowledge.find(v_.needs.down(story.floor | united(set, v_.n)), story.alone))
            count(induce, run->result);
    for (const auto& hit : layer.hits) {
        const Bits bad = layer.ceiling - (v_.needs.up(united(hit, v_.n)) - story.floor);
        if (const Run* run = v_.knowledge.find(bad, story.alone)) count(repair, run->result);
    }
    return {repair, induce};
}

FactorVerdicts::Cells FactorVerdicts::layer_cells(const Bits& own) const {
    Cell repair, induce;
    const auto add = [&](const Run& run) {
        const Bits bad = run.bad & v_.relevant;
        if (bad == v_.relevant - own) count(repair, run.result);
        if (bad == own) count(induce, run.result);
    };
    for (const auto* run : v_.c.confirmation.agreeing) add(*run);
    for (const auto* run : v_.c.confirmation.contradicting) add(*run);
    return {repair, induce};
}

FactorVerdicts::Cells FactorVerdicts::claim_cells_on_one_interpreter(const Bits& mask) const {
    auto [repair, induce] = claim_cells();
    if (changes_interpreter(v_.q, v_.needs.up(v_.relevant) - mask)) repair = without_results(repair);
    const Bits induced = v_.needs.down(v_.floor | v_.relevant);
    if (changes_interpreter(v_.q, induced - mask - v_.floor)) induce = without_results(induce);
    return {repair, induce};
}

Verdict FactorVerdicts::verdict(Factor factor, const Bits& mask) const {
    Verdict verdict;
    verdict.factor = factor;
    const bool in_a_set = mask.intersects(v_.relevant);
    std::tie(verdict.repair, verdict.induce) =
        v_.relevant.subset_of(mask) ? claim_cells_on_one_interpreter(mask) : own_cells(mask);
    const auto by_cells =
        verdict_of(single_result(verdict.repair), single_result(verdict.induce), v_.confirmed, in_a_set, v_.complete);
    verdict.kind = by_cells.kind;
    verdict.role = by_cells.role;
    verdict.reason = by_cells.reason;
    verdict.context_dependent = v_.c.context_dependent && in_a_set;
    const auto& o = v_.c.confirmation;
    if (in_a_set) verdict.p = fisher(o.fail_fail, o.fail_other, o.pass_fail, o.pass_other);
    if (overruled(verdict, mask)) return verdict;
    judge_layers(verdict, mask);
    judge_welds(verdict, mask);
    return verdict;
}

bool FactorVerdicts::overruled(Verdict& verdict, const Bits& mask) const {
    if (mask.subset_of(v_.floor) && v_.floor.any() && mask.any()) {
        verdict.kind = VerdictKind::untestable;
        verdict.reason = VerdictReason::held;
        return true;
    }
    if (verdict.kind == VerdictKind::untestable && !verdict.repair.sessions() && !verdict.induce.sessions()) {
        verdict.kind = VerdictKind::unproven;
        verdict.reason = VerdictReason::not_tested;
    }
    if (v_.c.refuted) {
        verdict.kind = VerdictKind::unproven;
        verdict.reason = VerdictReason::contradicted;
        return true;
    }
    if (!v_.c.context_dependent) return false;
    const bool in_a_set = mask.intersects(v_.relevant);
    if (in_a_set && verdict.kind != VerdictKind::unproven) verdict.kind = VerdictKind::interaction;
    if (verdict.kind == VerdictKind::proven) verdict.kind = VerdictKind::interaction;
    if (verdict.role != Role::none || in_a_set) verdict.context_dependent = true;
    return true;
}

bool FactorVerdicts::is_shared(const Layer& layer) const {
    const auto& layers = v_.c.story.layers;
    const Bits own = v_.deltas_of(layer);
    return std::any_of(layers.begin(), layers.end(),
                       [&](const Layer& other) { return &other != &layer && v_.deltas_of(other).intersects(own); });
}

void FactorVerdicts::judge_layers(Verdict& verdict, const Bits& mask) const {
    const auto& layers = v_.c.story.layers;
    if (layers.size() < 2 || !v_.confirmed || !v_.finally_repaired() || v_.relevant.subset_of(mask)) return;
    for (const auto& layer : layers) {
        const Bits own = v_.deltas_of(layer);
        if (!own.subset_of(mask) || is_shared(layer)) continue;
        verdict.kind = VerdictKind::proven;
        verdict.role = Role::none;
        verdict.given = v_.names(v_.relevant - own);
        verdict.reason = layer.identity.empty() ? VerdictReason::uncovers : VerdictReason::hidden;
        const auto [repair, induce] = layer_cells(own);
        if (repair.sessions()) verdict.repair = repair;
        if (induce.sessions()) verdict.induce = induce;
    }
}

void FactorVerdicts::judge_welds(Verdict& verdict, const Bits& mask) const {
    const auto& layers = v_.c.story.layers;
    if (!v_.confirmed || layers.size() != 1 || !v_.single_cause()) return;
    const Bits block = layers[0].sets[0][0] | v_.carried;
    if (!mask.intersects(block) || block.subset_of(mask)) return;
    verdict.kind = VerdictKind::proven;
    verdict.role = Role::none;
    verdict.jointly_with = v_.factors_in(block - mask);
    verdict.reason = VerdictReason::together;
    std::tie(verdict.repair, verdict.induce) = claim_cells();
}

std::vector<Verdict> FactorVerdicts::of_claim() const {
    std::vector<Verdict> verdicts;
    for (const auto& [factor, mask] : factors_of(v_.q)) verdicts.push_back(verdict(factor, mask));
    return verdicts;
}

std::vector<Verdict> FactorVerdicts::without_claim() const {
    std::vector<Verdict> verdicts;
    for (const auto& [factor, mask] : factors_of(v_.q)) {
        Verdict verdict;
        verdict.factor = factor;
        std::tie(verdict.repair, verdict.induce) = own_cells(mask);
        verdict.reason = v_.c.caveat == CaveatKind::none ? VerdictReason::no_cause : VerdictReason::as_noted;
        verdicts.push_back(verdict);
    }
    return verdicts;
}

}  // namespace testskew::attribute
