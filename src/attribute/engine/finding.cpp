#include "attribute/engine/finding.hpp"

#include <algorithm>

#include "attribute/engine/verdict.hpp"
#include "util/text.hpp"

namespace testskew::attribute {

namespace {

void count(Cell& cell, CellResult result) {
    ++(result == CellResult::F ? cell.F : result == CellResult::P ? cell.P : result == CellResult::X ? cell.X : cell.U);
}

class Writer {
public:
    Writer(const Question& question, const Needs& needs, const Knowledge& knowledge, const Case& c)
        : q_(question), needs_(needs), knowledge_(knowledge), case_(c), n_(question.deltas.size()), relevant_(c.story.relevant(n_)),
          floor_(c.story.alone || c.story.floor.size() != n_ ? Bits(n_) : c.story.floor), carried_(carried_along()) {}

    Finding write() {
        auto& a = finding_.attribution;
        a.cluster = q_.clusters[static_cast<std::size_t>(case_.subject.cluster)].id;
        a.note = case_.note;
        a.flaky = case_.flaky;
        finding_.tests = case_.subject.tests;
        finding_.only_side_by_side = case_.only_side_by_side;
        if (case_.flaky || !has_claim()) {
            if (!case_.flaky) plain_verdicts();
            if (a.note.empty()) a.note = case_.flaky ? flaky_note() : case_.story.note;
            sets();
            return finding_;
        }
        sets();
        finding_.confirmed = case_.outcome.confirmed && !case_.context_dependent;
        finding_.context_dependent = case_.context_dependent;
        for (const auto* run : case_.outcome.agreeing) finding_.evidence.push_back(run->experiment->id);
        for (const auto* run : case_.outcome.contradicting) finding_.against.push_back(run->experiment->id);
        for (const auto& [name, mask] : factors_of(q_)) a.verdicts.push_back(verdict(name, mask));
        cause();
        return finding_;
    }

private:
    bool has_claim() const { return !case_.story.layers.empty() && !case_.story.layers.front().sets.empty() && !case_.story.many && !case_.story.inconsistent; }

    std::string flaky_note() const {
        if (knowledge_.disagrees() && !knowledge_.disagrees(true)) return "flaky: environments of the same content, each built anew, gave different results";
        return "flaky: the same session gave different results";
    }

    bool is_complete() const {
        return case_.searched && !case_.context_dependent && !case_.refuted && has_claim() &&
               std::all_of(case_.story.layers.begin(), case_.story.layers.end(), [](const Layer& layer) { return layer.complete; }) && finally_repaired();
    }
    bool finally_repaired() const { return case_.story.layers.back().repaired; }

    void sets() {
        for (std::size_t i = 0; i < case_.story.layers.size(); ++i) {
            const auto& layer = case_.story.layers[i];
            std::vector<std::vector<int>> of_layer;
            if (!case_.story.factor_level)
                for (const auto& set : layer.sets) {
                    of_layer.push_back(united(set, n_).members());
                    for (const auto& element : set)
                        if (element.count() > 1) finding_.welds.push_back(element.members());
                }
            if (i == 0) {
                finding_.sets = of_layer;
                for (const auto& hit : layer.hits) finding_.hits.push_back(united(hit, n_).members());
            } else {
                finding_.layers.push_back(of_layer);
            }
        }
        finding_.many = case_.story.many || case_.story.factor_level;
        finding_.complete = is_complete();
    }

    std::vector<std::string> names(const Bits& deltas) const {
        std::vector<std::string> result;
        for (const int d : deltas.members()) result.push_back(q_.deltas[static_cast<std::size_t>(d)].name);
        return result;
    }

    std::vector<std::string> factors_in(const Bits& deltas) const {
        std::vector<std::string> result;
        for (const auto& [name, mask] : factors_of(q_))
            if (mask.intersects(deltas)) result.push_back(name);
        return result;
    }

    Bits layer_deltas(const Layer& layer) const {
        Bits result(n_);
        for (const auto& set : layer.sets) result |= united(set, n_);
        return result;
    }

    /// The factor's own direct runs. A swap that had to carry part of the found cause along says nothing of this factor.
    std::pair<Cell, Cell> own_cells(const Bits& mask) const {
        Cell repair, induce;
        const Bits good = needs_.up(mask), bad = needs_.down(floor_ | mask);
        const bool repair_mixed = (good - mask).intersects(relevant_), induce_mixed = (bad - mask - floor_).intersects(relevant_);
        const Bits repaired = ~(good - floor_);
        for (const auto& run : knowledge_.runs()) {
            if (run.alone) continue;
            if (run.bad == repaired) count(repair, repair_mixed ? CellResult::U : run.result);
            if (run.bad == bad) count(induce, induce_mixed ? CellResult::U : run.result);
        }
        return {repair, induce};
    }

    /// A swap that can only be built on the other interpreter is no swap of this factor: what it does on its own interpreter was never seen.
    bool changes_interpreter(const Bits& carried) const {
        const auto members = carried.members();
        return std::any_of(members.begin(), members.end(), [&](int d) { return q_.deltas[static_cast<std::size_t>(d)].factor == "interpreter"; });
    }
    static Cell untested(const Cell& cell) {
        Cell result;
        result.U = cell.sessions();
        return result;
    }

    /// All sessions of the claim, for a factor that holds all of its first layer; the search's own where nothing was confirmed.
    std::pair<Cell, Cell> claim_cells() const {
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
            if (const Run* run = knowledge_.find(needs_.down(case_.story.floor | united(set, n_)), case_.story.alone)) count(induce, run->result);
        for (const auto& hit : layer.hits)
            if (const Run* run = knowledge_.find(layer.ceiling - (needs_.up(united(hit, n_)) - case_.story.floor), case_.story.alone)) count(repair, run->result);
        return {repair, induce};
    }

    Verdict verdict(const std::string& name, const Bits& mask) {
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
        const auto cells = verdict_of(single_result(v.repair), single_result(v.induce), finding_.confirmed, in_a_set, is_complete());
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

    /// Some of what causes this layer is part of another one's cause as well: then it is no cause of its own (a and b fail, a alone fails in another way).
    template <class Layer>
    bool shared(const Layer& layer, const Bits& own) const {
        const auto& layers = case_.story.layers;
        return std::any_of(layers.begin(), layers.end(), [&](const auto& other) { return &other != &layer && layer_deltas(other).intersects(own); });
    }

    /// The cause of one layer is proven given that the others are repaired.
    void layered(Verdict& v, const Bits& mask) {
        if (case_.story.layers.size() < 2 || !finding_.confirmed || !finally_repaired() || relevant_.subset_of(mask)) return;
        for (const auto& layer : case_.story.layers) {
            const Bits own = layer_deltas(layer);
            if (!own.subset_of(mask) || shared(layer, own)) continue;
            v.kind = VerdictKind::proven;
            v.role.clear();
            v.given = names(relevant_ - own);
            v.reason = layer.identity.empty() ? "causes the failure; repairing it uncovers another" : "causes the failure that is hidden behind this one";
        }
    }

    /// What a swap of the cause has to carry along for reasons that nobody named. Of such a build one cannot say which part of it the cause is: that both
    /// were needed would look the same.
    Bits carried_along() const {
        const Bits carried = (needs_.down(floor_ | relevant_) | needs_.up(relevant_)) - floor_ - relevant_;
        return needs_.worked_out_within(carried | relevant_) ? carried : Bits(n_);
    }

    /// What cannot be swapped alone is proven together.
    void welded(Verdict& v, const Bits& mask) {
        const auto& layers = case_.story.layers;
        if (!finding_.confirmed || layers.size() != 1 || layers[0].sets.size() != 1 || layers[0].sets[0].size() != 1) return;
        const Bits block = layers[0].sets[0][0] | carried_;
        if (!mask.intersects(block) || block.subset_of(mask)) return;
        v.kind = VerdictKind::proven;
        v.role.clear();
        v.jointly_with = factors_in(block - mask);
        v.reason = "proven together with " + join(v.jointly_with, ", ") + "; they cannot be swapped apart";
        v.repair = claim_cells().first;
        v.induce = claim_cells().second;
    }

    /// Without a claim: what single runs there are, and never more than unproven.
    void plain_verdicts() {
        for (const auto& [name, mask] : factors_of(q_)) {
            Verdict v;
            v.factor = name;
            std::tie(v.repair, v.induce) = own_cells(mask);
            v.reason = case_.note.empty() ? "no cause was shown" : case_.note;
            finding_.attribution.verdicts.push_back(v);
        }
    }

    void cause() {
        const auto& layers = case_.story.layers;
        const auto& sets = layers.front().sets;
        auto& a = finding_.attribution;
        if (case_.refuted) {
            a.note = "a cause was suspected (" + join(names(relevant_), ", ") + "), but the confirming sessions contradict it";
            return;
        }
        Cause cause;
        const bool single = sets.size() == 1 && sets[0].size() == 1;
        cause.factors = factors_in(layer_deltas(layers.front()) | (single ? carried_ : Bits(n_)));
        const bool singles = std::all_of(sets.begin(), sets.end(), [](const ElementSet& set) { return set.size() == 1; });
        cause.relation = single ? "single" : sets.size() == 1 ? "all-needed" : singles ? "any-enough" : "mixed";
        for (const auto& set : sets) cause.sets.push_back(case_.story.factor_level ? std::vector<std::string>{} : names(united(set, n_)));
        if (case_.story.factor_level) cause.sets.clear();
        for (std::size_t i = 1; i < layers.size(); ++i) cause.layers.push_back(join(names(layer_deltas(layers[i])), ", "));
        cause.sessions = static_cast<int>(case_.outcome.agreeing.size());
        cause.environments = case_.outcome.environments;
        const bool one_block = single && (sets[0][0] | carried_).count() > 1;
        if (case_.context_dependent) cause.verdict = VerdictKind::interaction;
        else if (!finding_.confirmed || !finding_.complete) cause.verdict = VerdictKind::supported;
        else if (half_tested(cause.factors)) cause.verdict = VerdictKind::supported;
        else cause.verdict = cause.factors.size() == 1 || one_block ? VerdictKind::proven : VerdictKind::interaction;
        const std::string what = case_.story.factor_level ? "many differences of " + join(cause.factors, ", ")
                                                          : join(names(layer_deltas(layers.front())), ", ");
        cause.summary = "the failure follows " + what + (cause.relation == "all-needed" ? ", all of them together" : cause.relation == "any-enough" ? ", each of which is enough" : "");
        if (cause.verdict == VerdictKind::supported && a.note.empty())
            a.note = half_tested(cause.factors)        ? "it can be swapped in one direction only: in the other it cannot be built on this interpreter"
                     : !case_.story.note.empty()       ? case_.story.note
                     : finding_.confirmed              ? "what is behind the failure could not be followed to the end"
                                                       : "not confirmed";
        a.cause = std::move(cause);
    }

    /// The one factor of the cause could not be swapped in one of the directions without the other interpreter.
    bool half_tested(const std::vector<std::string>& factors) const {
        const auto& verdicts = finding_.attribution.verdicts;
        return factors.size() == 1 && std::any_of(verdicts.begin(), verdicts.end(), [&](const Verdict& v) {
            return v.factor == factors[0] && v.kind == VerdictKind::supported && ((v.role == "enough" && v.repair.U && !v.repair.P) || (v.role == "needed" && v.induce.U && !v.induce.F));
        });
    }

    const Question& q_;
    const Needs& needs_;
    const Knowledge& knowledge_;
    const Case& case_;
    std::size_t n_;
    Bits relevant_, floor_, carried_;
    Finding finding_;
};

}  // namespace

Finding finding_of(const Question& question, const Needs& needs, const Knowledge& knowledge, const Case& c) {
    return Writer(question, needs, knowledge, c).write();
}

void number_problems(std::vector<Finding>& findings) {
    int problems = 0;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        auto& mine = findings[i].attribution;
        if (!mine.cause) continue;
        for (std::size_t j = 0; j < i && !mine.problem; ++j) {
            const auto& other = findings[j].attribution;
            if (other.cause && other.cause->factors == mine.cause->factors && findings[j].sets == findings[i].sets &&
                findings[j].layers == findings[i].layers && other.cause->verdict == mine.cause->verdict)
                mine.problem = other.problem;
        }
        if (!mine.problem) mine.problem = ++problems;
    }
}

}  // namespace testskew::attribute
