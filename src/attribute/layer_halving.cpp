#include "attribute/layer_search.hpp"

namespace testskew::attribute {

Answer LayerSearch::bisected(const Bits& bad) {
    if (const auto answer = inferred(bad)) return *answer;
    return ask({{bad, "search", "bisection: which of the differences brings the failure?"}}).front();
}

void LayerSearch::explain(const Bits& bad) {
    if (c_.builds.failures() > c_.question.options.failed_builds) return;
    const auto telling =
        c_.builds.telling(bad, c_.floor, c_.needs, Random(c_.question.seed * 1013 + c_.knowledge.runs().size()));
    if (telling) ask({{*telling, "search", "which differences can be had only together?"}});
}

void LayerSearch::part_candidates(const Bits& ceiling) {
    if (c_.builds.failed().empty() || c_.builds.failures() > c_.question.options.failed_builds) return;
    const auto left = candidates(ceiling, atoms_.size());
    if (left.size() < 3) return;
    std::vector<Bits> built{c_.floor, ceiling};
    for (const auto& run : c_.knowledge.runs())
        if (run.result != CellResult::U && run.alone == c_.alone && run.bad.subset_of(ceiling) &&
            c_.floor.subset_of(run.bad))
            built.push_back(run.bad);
    Random random(c_.question.seed * 1019 + c_.knowledge.runs().size());
    std::optional<Bits> best;
    double best_worth = 0;
    for (int attempt = 0; attempt < 60; ++attempt) {
        Bits bad = built[static_cast<std::size_t>(random.below(static_cast<int>(built.size())))];
        const int eighths = 1 + random.below(7);
        for (const Bits* atom : left) random.below(8) < eighths ? bad |= * atom : bad -= *atom;
        bad = hybrid(bad);
        if (!bad.subset_of(ceiling) || known(bad)) continue;
        double inside = 0;
        for (const Bits* atom : left) inside += atom->subset_of(bad);
        const double part = inside / static_cast<double>(left.size());
        const double worth = part * (1 - part) * c_.builds.chance(bad);
        if (worth > best_worth) best_worth = worth, best = bad;
    }
    if (best) ask({{*best, "search", "which of the differences that are left brings the failure?"}});
}

std::vector<const Bits*> LayerSearch::candidates(const Bits& ceiling, std::size_t most) const {
    std::vector<const Bits*> result;
    for (const auto& atom : atoms_) {
        if (!atom.subset_of(ceiling)) continue;
        bool fits = true;
        for (const auto& run : c_.knowledge.runs()) {
            if (run.alone != c_.alone || !run.bad.subset_of(ceiling)) continue;
            const Answer answer = of(run);
            if (answer != Answer::nothing && (answer == Answer::fails) != atom.subset_of(run.bad)) {
                fits = false;
                break;
            }
        }
        if (fits) result.push_back(&atom);
        if (result.size() == most) break;
    }
    return result;
}

Bits LayerSearch::last_needed(const Bits& need, std::vector<Bits>& atoms) {
    std::vector<Bits> passed, rest = std::move(atoms);
    Bits low = need;
    while (rest.size() > 1) {
        std::vector<bool> in(rest.size());
        for (std::size_t i = 0; i < rest.size() / 2; ++i) in[i] = true;
        Answer answer = bisected(with(low, rest, in));
        while (answer == Answer::nothing) {
            const auto other = other_part(low, rest);
            if (!other) break;
            in = *other;
            answer = bisected(with(low, rest, in));
        }
        if (answer == Answer::nothing) break;
        if (answer != Answer::fails) low = with(low, rest, in);
        std::vector<Bits> next;
        for (std::size_t i = 0; i < rest.size(); ++i) {
            if (in[i] == (answer == Answer::fails))
                next.push_back(rest[i]);
            else if (answer != Answer::fails)
                passed.push_back(rest[i]);
        }
        rest = std::move(next);
    }
    atoms = std::move(passed);
    Bits element(c_.question.deltas.size());
    for (const auto& atom : rest) element |= atom;
    return element;
}

Bits LayerSearch::with(const Bits& low, const std::vector<Bits>& rest, const std::vector<bool>& in) const {
    Bits bad = low;
    for (std::size_t i = 0; i < rest.size(); ++i)
        if (in[i]) bad = hybrid(bad | rest[i]);
    return bad;
}

std::optional<std::vector<bool>> LayerSearch::other_part(const Bits& low, const std::vector<Bits>& rest) const {
    std::optional<std::vector<bool>> best;
    double best_worth = 1e-6;
    const auto consider = [&](const std::vector<bool>& in) {
        const Bits bad = with(low, rest, in);
        const auto answer = inferred(bad);
        if (answer == Answer::nothing || bad == low ||
            (!answer && c_.builds.failures() > c_.question.options.failed_builds))
            return;
        const double part =
            static_cast<double>(std::count(in.begin(), in.end(), true)) / static_cast<double>(rest.size());
        const double worth = answer ? 2 : part * (1 - part) * c_.builds.chance(bad);
        if (worth > best_worth) best_worth = worth, best = in;
    };
    const std::size_t middle = rest.size() / 2;
    for (std::size_t step = 1; step < rest.size(); step *= 2)
        for (const bool up : {true, false}) {
            const std::size_t cut = up ? middle + step : middle - step;
            if (cut == 0 || cut >= rest.size()) continue;
            std::vector<bool> in(rest.size());
            for (std::size_t i = 0; i < cut; ++i) in[i] = true;
            consider(in);
        }
    if (c_.builds.failed().empty()) return best;
    Random random(c_.question.seed * 1019 + low.hash() +
                  rest.size());  // in the next replay the same sets again: what is known of them then counts
    for (int attempt = 0; attempt < 40; ++attempt) {
        const int eighths = 1 + random.below(7);
        std::vector<bool> in(rest.size());
        for (std::size_t i = 0; i < rest.size(); ++i) in[i] = random.below(8) < eighths;
        if (std::count(in.begin(), in.end(), true) < static_cast<long>(rest.size())) consider(in);
    }
    return best;
}

}  // namespace testskew::attribute
