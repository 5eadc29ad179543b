#include "attribute/finding.hpp"

#include "attribute/finding_writer.hpp"
#include "util/text.hpp"

namespace testskew::attribute {

Finding FindingWriter::write() {
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

std::string FindingWriter::flaky_note() const {
    if (knowledge_.disagrees() && !knowledge_.disagrees(true))
        return "flaky: environments of the same content, each built anew, gave different results";
    return "flaky: the same session gave different results";
}

bool FindingWriter::is_complete() const {
    return case_.searched && !case_.context_dependent && !case_.refuted && has_claim() &&
           std::all_of(case_.story.layers.begin(), case_.story.layers.end(),
                       [](const Layer& layer) { return layer.complete; }) &&
           finally_repaired();
}

void FindingWriter::sets() {
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

std::vector<std::string> FindingWriter::names(const Bits& deltas) const {
    std::vector<std::string> result;
    for (const int d : deltas.members()) result.push_back(q_.deltas[static_cast<std::size_t>(d)].name);
    return result;
}

std::vector<std::string> FindingWriter::factors_in(const Bits& deltas) const {
    std::vector<std::string> result;
    for (const auto& [name, mask] : factors_of(q_))
        if (mask.intersects(deltas)) result.push_back(name);
    return result;
}

Bits FindingWriter::layer_deltas(const Layer& layer) const {
    Bits result(n_);
    for (const auto& set : layer.sets) result |= united(set, n_);
    return result;
}

void FindingWriter::cause() {
    const auto& layers = case_.story.layers;
    const auto& sets = layers.front().sets;
    auto& a = finding_.attribution;
    if (case_.refuted) {
        a.note =
            "a cause was suspected (" + join(names(relevant_), ", ") + "), but the confirming sessions contradict it";
        return;
    }
    Cause cause;
    const bool single = sets.size() == 1 && sets[0].size() == 1;
    cause.factors = factors_in(layer_deltas(layers.front()) | (single ? carried_ : Bits(n_)));
    const bool singles = std::all_of(sets.begin(), sets.end(), [](const ElementSet& set) { return set.size() == 1; });
    cause.relation = single ? "single" : sets.size() == 1 ? "all-needed" : singles ? "any-enough" : "mixed";
    for (const auto& set : sets)
        cause.sets.push_back(case_.story.factor_level ? std::vector<std::string>{} : names(united(set, n_)));
    if (case_.story.factor_level) cause.sets.clear();
    for (std::size_t i = 1; i < layers.size(); ++i) cause.layers.push_back(join(names(layer_deltas(layers[i])), ", "));
    cause.sessions = static_cast<int>(case_.outcome.agreeing.size());
    cause.environments = case_.outcome.environments;
    const bool one_block = single && (sets[0][0] | carried_).count() > 1;
    if (case_.context_dependent)
        cause.verdict = VerdictKind::interaction;
    else if (!finding_.confirmed || !finding_.complete)
        cause.verdict = VerdictKind::supported;
    else if (half_tested(cause.factors))
        cause.verdict = VerdictKind::supported;
    else
        cause.verdict = cause.factors.size() == 1 || one_block ? VerdictKind::proven : VerdictKind::interaction;
    const std::string what = case_.story.factor_level ? "many differences of " + join(cause.factors, ", ")
                                                      : join(names(layer_deltas(layers.front())), ", ");
    cause.summary = "the failure follows " + what +
                    (cause.relation == "all-needed"   ? ", all of them together"
                     : cause.relation == "any-enough" ? ", each of which is enough"
                                                      : "");
    if (cause.verdict == VerdictKind::supported && a.note.empty())
        a.note = half_tested(cause.factors)
                     ? "it can be swapped in one direction only: in the other it cannot be built on this interpreter"
                 : !case_.story.note.empty() ? case_.story.note
                 : finding_.confirmed        ? "what is behind the failure could not be followed to the end"
                                             : "not confirmed";
    a.cause = std::move(cause);
}

bool FindingWriter::half_tested(const std::vector<std::string>& factors) const {
    const auto& verdicts = finding_.attribution.verdicts;
    return factors.size() == 1 && std::any_of(verdicts.begin(), verdicts.end(), [&](const Verdict& v) {
               return v.factor == factors[0] && v.kind == VerdictKind::supported &&
                      ((v.role == "enough" && v.repair.U && !v.repair.P) ||
                       (v.role == "needed" && v.induce.U && !v.induce.F));
           });
}

Finding finding_of(const Question& question, const Needs& needs, const Knowledge& knowledge, const Case& c) {
    return FindingWriter(question, needs, knowledge, c).write();
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
