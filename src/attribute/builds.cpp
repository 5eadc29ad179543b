#include "attribute/builds.hpp"

#include <algorithm>
#include <cmath>

#include "attribute/needs.hpp"

namespace testskew::attribute {

Builds::Builds(const Question& question, const Log& log, std::size_t entries, const Needs& needs) {
    const auto unnamed = [](const Observation& o) { return !o.built && !o.violated; };
    for (std::size_t i = 0; i < entries; ++i) failures_ += unnamed(log[i].observation);
    if (!failures_) return;
    const std::size_t n = question.deltas.size();
    std::vector<Bits> built;
    for (std::size_t i = 0; i < entries; ++i) {
        const Bits bad = log[i].experiment.bad;
        tried_.push_back(bad);
        if (log[i].observation.built && std::find(built.begin(), built.end(), bad) == built.end()) built.push_back(bad);
    }
    may_need_.assign(n, Bits(n, true));
    for (const auto& bad : built)
        for (const int a : bad.members()) may_need_[static_cast<std::size_t>(a)] &= bad;
    for (std::size_t i = 0; i < entries; ++i) {
        const Bits bad = log[i].experiment.bad;
        // A set that was built at some other time failed by chance. The failure of a set that lacks something known to
        // be needed is explained already.
        if (!unnamed(log[i].observation) || std::find(built.begin(), built.end(), bad) != built.end() ||
            needs.down(bad) != bad)
            continue;
        const auto known = std::find_if(failed_.begin(), failed_.end(), [&](const Failed& f) { return f.bad == bad; });
        if (known != failed_.end()) {
            ++known->times;
            continue;
        }
        Failed failed{bad, 1, 0};
        for (const int a : bad.members()) failed.pairs += (may_need_[static_cast<std::size_t>(a)] - bad).count();
        failed_.push_back(std::move(failed));
    }
}

bool Builds::stops(const Explanation& explanation, const Bits& bad) {
    return std::any_of(explanation.begin(), explanation.end(), [&](const auto& pair) {
        return bad.test(static_cast<std::size_t>(pair.first)) && !bad.test(static_cast<std::size_t>(pair.second));
    });
}

Builds::Explanation Builds::draw(const std::vector<std::vector<Weighted>>& pairs, std::vector<std::size_t>& order,
                                 Random& random) const {
    Explanation explanation;
    random.shuffle(order);
    for (const std::size_t f : order) {
        if (pairs[f].empty() || stops(explanation, failed_[f].bad)) continue;
        const double at = random.uniform() * pairs[f].back().up_to;
        const auto drawn = std::lower_bound(pairs[f].begin(), pairs[f].end(), at,
                                            [](const Weighted& pair, double value) { return pair.up_to < value; });
        explanation.emplace_back(drawn->needing, drawn->needed);
    }
    return explanation;
}

void Builds::draw_explanations(Random random) {
    if (failed_.empty()) return;
    const std::size_t n = may_need_.size();
    constexpr double expected = 4;  // needs among all pairs
    std::vector<double> logarithms(n * n, 0);
    const auto at = [&](int a, int b) -> double& {
        return logarithms[static_cast<std::size_t>(a) * n + static_cast<std::size_t>(b)];
    };
    for (const auto& failed : failed_) {
        // `other_reason` is about the chance that a pair of its own stops this set. The smaller it is, the more this
        // set speaks for a pair that stops other sets as well.
        const double other_reason = expected * failed.pairs / static_cast<double>(n * n);
        const double speaks = std::max(0.0, -std::log(std::max(1e-4, other_reason)));
        each_pair(failed.bad, [&](int a, int b) { at(a, b) += speaks; });
    }
    std::vector<std::vector<Weighted>> pairs;
    for (const auto& failed : failed_) {
        pairs.emplace_back();
        double sum = 0;
        each_pair(failed.bad,
                  [&](int a, int b) { pairs.back().push_back({a, b, sum += std::exp(std::min(at(a, b), 300.0))}); });
    }
    std::vector<std::size_t> order(failed_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (int i = 0; i < 96; ++i) explanations_.push_back(draw(pairs, order, random));
}

std::optional<Requirement> Builds::only_reason(const Failed& failed) const {
    if (failed.pairs != 1) return std::nullopt;
    for (const int a : failed.bad.members())
        for (const int b : (may_need_[static_cast<std::size_t>(a)] - failed.bad).members())
            return Requirement{a, SideName::bad, b};
    return std::nullopt;
}

int Builds::shared_pairs(const Failed& failed, const Bits& bad) const {
    int count = 0;
    for (const int a : (failed.bad & bad).members())
        count += (may_need_[static_cast<std::size_t>(a)] - failed.bad - bad).count();
    return count;
}

double Builds::chance(const Bits& bad) const {
    if (explanations_.empty()) return 1;
    const auto built = std::count_if(explanations_.begin(), explanations_.end(),
                                     [&](const Explanation& explanation) { return !stops(explanation, bad); });
    return (static_cast<double>(built) + 0.5) / (static_cast<double>(explanations_.size()) + 1);
}

std::optional<Bits> Builds::telling(const Bits& bad, const Bits& floor, const Needs& needs, Random random) const {
    const auto failed = std::find_if(failed_.begin(), failed_.end(), [&](const Failed& f) { return f.bad == bad; });
    if (failed == failed_.end() || failed->pairs < 2) return std::nullopt;
    Bits needing(bad.size()), needed(bad.size());
    for (const int a : bad.members()) {
        const Bits lacking = may_need_[static_cast<std::size_t>(a)] - bad;
        if (lacking.any()) needing.set(static_cast<std::size_t>(a));
        needed |= lacking;
    }
    std::optional<Bits> best;
    double best_worth = 0;
    for (int attempt = 0; attempt < 60; ++attempt) {
        // The set gains a part of what may be needed, or loses a part of what may need something, or both.
        const int eighths = 1 + random.below(7), how = random.below(3);
        Bits set = bad;
        for (const int b : needed.members())
            if (how != 1 && random.below(8) < eighths) set.set(static_cast<std::size_t>(b));
        for (const int a : needing.members())
            if (how != 0 && random.below(8) < eighths) set.set(static_cast<std::size_t>(a), false);
        set = needs.down(set | floor);
        if (std::find(tried_.begin(), tried_.end(), set) != tried_.end()) continue;
        const double worth = chance(set) * shared_pairs(*failed, set) / failed->pairs;
        if (worth > best_worth) best_worth = worth, best = set;
    }
    return best;
}

}  // namespace testskew::attribute
