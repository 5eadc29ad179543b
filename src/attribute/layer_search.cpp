#include "attribute/layer_search.hpp"

namespace testskew::attribute {

void LayerSearch::run() {
    std::vector<ElementSet> hits;
    Bits ceiling = layer_.ceiling;
    while (true) {
        infer_ = true;
        ElementSet set;
        if (!find_set(ceiling, set)) {
            // An inference was wrong (more bad deltas repaired something): once more, by direct results alone.
            infer_ = false;
            set.clear();
            if (!story_.many && !find_set(ceiling, set)) {
                story_.inconsistent = !story_.many;
                return;
            }
        }
        if (story_.many) return;
        make_minimal(set);
        layer_.sets.push_back(set);
        if (static_cast<int>(layer_.sets.size()) > c_.question.options.most_sets) {
            story_.many = true;
            return;
        }
        hits = hitting_sets(layer_.sets);
        if (hits.size() > 12) {
            story_.many = true;
            return;
        }
        const Bits* failing = check_hits(hits, ceiling);
        if (!failing) return;
    }
}

Answer LayerSearch::of(const Run& run) const {
    if (run.result == CellResult::U) return Answer::nothing;
    const bool same = layer_.identity.empty() ? run.result == CellResult::F
                                              : run.result == CellResult::X && *run.identity == layer_.identity;
    return same ? Answer::fails : Answer::not_so;
}

std::optional<Answer> LayerSearch::known(const Bits& bad) const {
    if (const Run* run = c_.knowledge.find(bad, c_.alone)) return of(*run);
    return std::nullopt;
}

std::optional<Answer> LayerSearch::inferred(const Bits& bad) const {
    if (auto direct = known(bad); direct && *direct != Answer::nothing) return direct;
    if (infer_)
        for (const auto& run : c_.knowledge.runs()) {
            if (run.alone != c_.alone || !run.bad.subset_of(layer_.ceiling)) continue;
            const Answer answer = of(run);
            if (answer == Answer::fails && run.bad.subset_of(bad)) return answer;
            if (answer == Answer::not_so && bad.subset_of(run.bad)) return answer;
        }
    return known(bad);
}

std::vector<Answer> LayerSearch::ask(const std::vector<Ask>& asks) {
    std::vector<Answer> answers;
    for (const auto& one : asks) {
        const auto answer = known(one.bad);
        if (answer)
            answers.push_back(*answer);
        else
            c_.wanted.want(one.bad, one.phase, c_.alone, 0, 0,
                           c_.question.clusters[static_cast<std::size_t>(c_.cluster)].id, one.reason);
    }
    if (answers.size() < asks.size()) throw Pending{};
    return answers;
}

bool LayerSearch::find_set(const Bits& ceiling, ElementSet& set) {
    // Of the last two the one is tried directly: where it is the cause, that session is needed anyway.
    part_candidates(ceiling);
    auto left = candidates(ceiling);
    if (left.size() == 2) {
        const Answer answer = ask({induce(*left[0])}).front();
        if (answer == Answer::fails) {
            set = {*left[0]};
            return true;
        }
        if (answer == Answer::nothing) explain(induce(*left[0]).bad);
        left = candidates(ceiling);
    }
    if (left.size() == 1) {
        const Answer answer = ask({induce(*left[0]), repair(*left[0])}).front();
        if (answer == Answer::fails) {
            set = {*left[0]};
            return true;
        }
        if (answer == Answer::nothing) explain(induce(*left[0]).bad);
    }
    std::vector<Bits> atoms;
    for (const auto& atom : atoms_)
        if (atom.subset_of(ceiling)) atoms.push_back(atom);
    Bits need = c_.floor;
    while (true) {
        if (!set.empty()) {
            std::vector<Ask> asks{{need, "search", "is this enough alone?"}};
            // Where it is enough, the next question is what happens without it: ask both at once.
            if (set.size() == 1 && layer_.sets.empty()) asks.push_back(repair(set.front()));
            const Answer answer = ask(asks).front();
            if (answer == Answer::fails) return true;
            if (answer == Answer::nothing) explain(need);
        }
        if (atoms.empty()) return false;
        if (static_cast<int>(set.size()) >= c_.question.options.largest_set) {
            story_.many = true;
            return false;
        }
        const Bits element = last_needed(need, atoms);
        set.push_back(element);
        need = hybrid(need | element);
    }
}

void LayerSearch::make_minimal(ElementSet& set) {
    while (set.size() > 1) {
        std::vector<Ask> asks;
        for (std::size_t k = 0; k < set.size(); ++k) {
            ElementSet rest = set;
            rest.erase(rest.begin() + static_cast<long>(k));
            asks.push_back({hybrid(united(rest, c_.question.deltas.size())), "minimality", "is each of them needed?"});
        }
        const auto answers = ask(asks);
        const auto failing = std::find(answers.begin(), answers.end(), Answer::fails);
        if (failing == answers.end()) {
            for (std::size_t k = 0; k < answers.size(); ++k)
                if (answers[k] == Answer::nothing) explain(asks[k].bad);
            break;
        }
        set.erase(set.begin() + (failing - answers.begin()));
    }
    std::sort(set.begin(), set.end());
}

const Bits* LayerSearch::check_hits(const std::vector<ElementSet>& hits, Bits& ceiling) {
    std::vector<Ask> asks;
    for (const auto& hit : hits)
        asks.push_back({without(united(hit, c_.question.deltas.size())), "hit", "is the failure gone without these?"});
    const auto answers = ask(asks);
    layer_.hits = hits;
    layer_.complete = true;
    layer_.repaired = true;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i] == Answer::fails) {
            ceiling = asks[i].bad;
            layer_.complete = layer_.repaired = false;
            return &ceiling;
        }
        if (answers[i] == Answer::nothing) {
            explain(asks[i].bad);
            layer_.complete = false;
        }
        const Run* run = c_.knowledge.find(asks[i].bad, c_.alone);
        if (!run || run->result != CellResult::P) layer_.repaired = false;
    }
    return nullptr;
}

}  // namespace testskew::attribute
