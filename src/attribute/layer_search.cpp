#include "attribute/layer_search.hpp"

#include <algorithm>

#include "attribute/bisection.hpp"
#include "attribute/random.hpp"

namespace testskew::attribute {

namespace {

/// If there are more smallest repairs than this, many deltas matter.
constexpr std::size_t too_many_hits = 12;

/// Nothing shows that an element is needed if the set gave no result without it. It becomes one element with one of
/// those that are needed: which of the two it is cannot be told.
void join_untold(ElementSet& set, const std::vector<Answer>& without) {
    ElementSet needed, untold;
    for (std::size_t k = 0; k < set.size(); ++k) (without[k] == Answer::nothing ? untold : needed).push_back(set[k]);
    if (untold.empty()) return;
    Bits block = united(untold, untold.front().size());
    if (!needed.empty()) {
        block |= needed.front();
        needed.erase(needed.begin());
    }
    needed.push_back(std::move(block));
    set = std::move(needed);
}

}  // namespace

void LayerSearch::run() {
    Bits ceiling = layer_.ceiling;
    while (true) {
        answers_.allow_inference(true);
        ElementSet set;
        if (!find_set(ceiling, set)) {
            // An inference was wrong, because more bad deltas repaired something. The search starts again and uses
            // direct results only.
            answers_.allow_inference(false);
            set.clear();
            if (!story_.many && !find_set(ceiling, set)) {
                story_.inconsistent = !story_.many;
                return;
            }
        }
        if (story_.many) return;
        make_minimal(set);
        layer_.sets.push_back(set);
        const auto hits = hitting_sets(layer_.sets);
        if (static_cast<int>(layer_.sets.size()) > c_.question.options.most_sets || hits.size() > too_many_hits) {
            story_.many = true;
            return;
        }
        if (!still_fails(hits, ceiling)) return;
    }
}

bool LayerSearch::find_set(const Bits& ceiling, ElementSet& set) {
    part_candidates(ceiling);
    return try_suspect(ceiling, set) || try_candidates(ceiling, set) || grow_set(ceiling, set);
}

bool LayerSearch::try_suspect(const Bits& ceiling, ElementSet& set) {
    const Bits* suspect = layer_.identity.empty() ? shown_suspect(c_) : nullptr;
    if (!suspect) return false;
    std::vector<const Bits*> atoms;
    std::vector<Ask> asks;
    for (const auto& atom : atoms_) {
        if (!atom.subset_of(*suspect) || !atom.subset_of(ceiling)) continue;
        atoms.push_back(&atom);
        asks.push_back(induce(atom));
    }
    const auto answers = answers_.ask(asks);
    const auto failing = std::find(answers.begin(), answers.end(), Answer::fails);
    if (failing != answers.end()) {
        set = {*atoms[static_cast<std::size_t>(failing - answers.begin())]};
        return true;
    }
    // None is enough: they fail together, and which of them are needed is asked next.
    if (atoms.size() < 2 || std::find(answers.begin(), answers.end(), Answer::nothing) != answers.end()) return false;
    if (!suspect->subset_of(ceiling)) return false;
    for (const Bits* atom : atoms) set.push_back(*atom);
    return true;
}

bool LayerSearch::try_candidates(const Bits& ceiling, ElementSet& set) {
    auto left = answers_.candidates(ceiling);
    if (left.size() == 2) {
        const Answer answer = answers_.ask({induce(*left[0])}).front();
        if (answer == Answer::fails) {
            set = {*left[0]};
            return true;
        }
        if (answer == Answer::nothing) answers_.explain(induce(*left[0]).bad);
        left = answers_.candidates(ceiling);
    }
    if (left.size() != 1) return false;
    const Answer answer = answers_.ask({induce(*left[0]), repair(*left[0])}).front();
    if (answer == Answer::fails) {
        set = {*left[0]};
        return true;
    }
    if (answer == Answer::nothing) answers_.explain(induce(*left[0]).bad);
    return false;
}

bool LayerSearch::grow_set(const Bits& ceiling, ElementSet& set) {
    std::vector<Bits> atoms;
    for (const auto& atom : atoms_)
        if (atom.subset_of(ceiling)) atoms.push_back(atom);
    Bits need = c_.floor;
    while (true) {
        if (!set.empty()) {
            std::vector<Ask> asks{{need, Phase::search, "is this enough alone?"}};
            // If this set is enough for the failure, the next question is what happens without it. Both are asked at
            // once.
            if (set.size() == 1 && layer_.sets.empty()) asks.push_back(repair(set.front()));
            const Answer answer = answers_.ask(asks).front();
            if (answer == Answer::fails) return true;
            if (answer == Answer::nothing) answers_.explain(need);
        }
        if (atoms.empty()) return false;
        if (static_cast<int>(set.size()) >= c_.question.options.largest_set) {
            story_.many = true;
            return false;
        }
        Bisection bisection(c_, answers_, need, std::move(atoms));
        const Bits element = bisection.run();
        atoms = bisection.passed();
        set.push_back(element);
        need = answers_.hybrid(need | element);
    }
}

void LayerSearch::part_candidates(const Bits& ceiling) {
    if (c_.builds.failed().empty() || answers_.too_many_failed()) return;
    const auto left = answers_.candidates(ceiling, atoms_.size());
    if (left.size() < 3) return;
    std::vector<Bits> built{c_.floor, ceiling};
    for (const auto& run : c_.knowledge.runs())
        if (run.result != CellResult::nothing && run.alone == c_.alone && run.bad.subset_of(ceiling) &&
            c_.floor.subset_of(run.bad))
            built.push_back(run.bad);
    Random random(c_.question.seed * 1019 + c_.knowledge.runs().size());
    std::optional<Bits> best;
    double best_worth = 0;
    for (int attempt = 0; attempt < 60; ++attempt) {
        Bits bad = built[static_cast<std::size_t>(random.below(static_cast<int>(built.size())))];
        const int eighths = 1 + random.below(7);
        for (const Bits* atom : left) {
            if (random.below(8) < eighths)
                bad |= *atom;
            else
                bad -= *atom;
        }
        bad = answers_.hybrid(bad);
        if (!bad.subset_of(ceiling) || answers_.known(bad)) continue;
        double inside = 0;
        for (const Bits* atom : left) inside += atom->subset_of(bad);
        const double part = inside / static_cast<double>(left.size());
        const double worth = part * (1 - part) * c_.builds.chance(bad);
        if (worth > best_worth) best_worth = worth, best = bad;
    }
    if (best) answers_.ask({{*best, Phase::search, "which of the differences that are left brings the failure?"}});
}

void LayerSearch::make_minimal(ElementSet& set) {
    while (set.size() > 1) {
        std::vector<Ask> asks;
        for (std::size_t k = 0; k < set.size(); ++k) {
            ElementSet rest = set;
            rest.erase(rest.begin() + static_cast<long>(k));
            const Bits bad = answers_.hybrid(united(rest, c_.question.deltas.size()));
            asks.push_back({bad, Phase::minimality, "is each of them needed?"});
        }
        const auto answers = answers_.ask(asks);
        const auto failing = std::find(answers.begin(), answers.end(), Answer::fails);
        if (failing == answers.end()) {
            for (std::size_t k = 0; k < answers.size(); ++k)
                if (answers[k] == Answer::nothing) answers_.explain(asks[k].bad);
            join_untold(set, answers);
            break;
        }
        set.erase(set.begin() + (failing - answers.begin()));
    }
    std::sort(set.begin(), set.end());
}

bool LayerSearch::still_fails(const std::vector<ElementSet>& hits, Bits& ceiling) {
    std::vector<Ask> asks;
    for (const auto& hit : hits) {
        const Bits bad = answers_.without(united(hit, c_.question.deltas.size()));
        asks.push_back({bad, Phase::hit, "is the failure gone without these?"});
    }
    for (const Ask& one : asks)
        if (const Run* run = failing_within(one.bad)) {
            layer_.hits = hits;
            layer_.complete = layer_.repaired = false;
            ceiling = run->bad;
            return true;
        }
    const auto answers = answers_.ask(asks);
    layer_.hits = hits;
    layer_.complete = layer_.repaired = true;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i] == Answer::fails) {
            ceiling = asks[i].bad;
            layer_.complete = layer_.repaired = false;
            return true;
        }
        if (answers[i] == Answer::nothing) {
            answers_.explain(asks[i].bad);
            layer_.complete = false;
        }
        const Run* run = c_.knowledge.find(asks[i].bad, c_.alone);
        if (!run || run->result != CellResult::passes) layer_.repaired = false;
    }
    return false;
}

const Run* LayerSearch::failing_within(const Bits& bad) const {
    if (!layer_.identity.empty() || !shown_suspect(c_)) return nullptr;
    const Run* smallest = nullptr;
    std::vector<int> least;
    for (const auto& run : c_.knowledge.runs()) {
        if (run.alone != c_.alone || !run.bad.subset_of(bad) || !c_.floor.subset_of(run.bad)) continue;
        if (answers_.known(run.bad) != Answer::fails) continue;
        std::vector<int> deltas = run.bad.members();
        // Of several the first in the order of the deltas, so that sets are found in that order.
        if (smallest && std::pair(deltas.size(), deltas) >= std::pair(least.size(), least)) continue;
        smallest = &run;
        least = std::move(deltas);
    }
    return smallest;
}

}  // namespace testskew::attribute
