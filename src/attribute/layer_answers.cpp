#include "attribute/layer_answers.hpp"

#include "attribute/random.hpp"

namespace testskew::attribute {

Answer LayerAnswers::of(const Run& run) const {
    if (run.result == CellResult::nothing) return Answer::nothing;
    const bool same = layer_.identity.empty() ? run.result == CellResult::fails
                                              : run.result == CellResult::other && *run.identity == layer_.identity;
    return same ? Answer::fails : Answer::not_so;
}

std::optional<Answer> LayerAnswers::known(const Bits& bad) const {
    if (const Run* run = c_.knowledge.find(bad, c_.alone)) return of(*run);
    return std::nullopt;
}

std::optional<Answer> LayerAnswers::inferred(const Bits& bad) const {
    const auto direct = known(bad);
    if ((direct && *direct != Answer::nothing) || !infer_) return direct;
    for (const auto& run : c_.knowledge.runs()) {
        if (run.alone != c_.alone || !run.bad.subset_of(layer_.ceiling)) continue;
        const Answer answer = of(run);
        if (answer == Answer::fails && run.bad.subset_of(bad)) return answer;
        if (answer == Answer::not_so && bad.subset_of(run.bad)) return answer;
    }
    return direct;
}

std::vector<Answer> LayerAnswers::ask(const std::vector<Ask>& asks) {
    const int id = c_.question.clusters[static_cast<std::size_t>(c_.cluster)].id;
    std::vector<Answer> answers;
    for (const auto& one : asks) {
        if (const auto answer = known(one.bad))
            answers.push_back(*answer);
        else
            c_.wanted.want(one.bad, one.phase, c_.alone, 0, 0, id, one.reason);
    }
    if (answers.size() < asks.size()) throw Pending{};
    return answers;
}

void LayerAnswers::explain(const Bits& bad) {
    if (too_many_failed()) return;
    const Random random(c_.question.seed * 1013 + c_.knowledge.runs().size());
    const auto telling = c_.builds.telling(bad, c_.floor, c_.needs, random);
    if (telling) ask({{*telling, Phase::search, "which differences can be had only together?"}});
}

std::vector<const Bits*> LayerAnswers::candidates(const Bits& ceiling, std::size_t most) const {
    std::vector<const Bits*> result;
    for (const auto& atom : atoms_) {
        if (!atom.subset_of(ceiling)) continue;
        if (fits(atom, ceiling)) result.push_back(&atom);
        if (result.size() == most) break;
    }
    return result;
}

bool LayerAnswers::fits(const Bits& atom, const Bits& ceiling) const {
    for (const auto& run : c_.knowledge.runs()) {
        if (run.alone != c_.alone || !run.bad.subset_of(ceiling)) continue;
        const Answer answer = of(run);
        if (answer != Answer::nothing && (answer == Answer::fails) != atom.subset_of(run.bad)) return false;
    }
    return true;
}

}  // namespace testskew::attribute
