#include "worlds/layout.hpp"

#include <algorithm>
#include <iterator>

namespace testskew::worlds {

namespace {

/// How many deltas a factor has in a simulated project.
struct Shape {
    Factor factor;
    int least, most;
};
constexpr Shape shapes[] = {{Factor::packages, 1, 60},  {Factor::environ, 1, 8},     {Factor::files, 1, 12},
                            {Factor::selection, 1, 80}, {Factor::interpreter, 1, 1}, {Factor::host, 1, 2}};

}  // namespace

Bits Layout::factor(Factor factor) const {
    Bits result = none();
    for (std::size_t d = 0; d < question_.deltas.size(); ++d) result.set(d, question_.deltas[d].factor == factor);
    return result;
}

void Layout::lay_out(int factors, int least, int most) {
    do {
        question_.deltas.clear();
        std::vector<Shape> chosen(std::begin(shapes), std::end(shapes));
        random_.shuffle(chosen);
        chosen.resize(static_cast<std::size_t>(factors + random_.below(7 - factors)));
        for (const auto& shape : chosen) {
            const std::string name = to_string(shape.factor);
            int count = shape.least + random_.below(shape.most - shape.least + 1);
            // One suite in ten is large.
            if (shape.factor == Factor::selection && random_.below(10) == 0) count = 1 + random_.below(300);
            if (most < 100) count = 1 + random_.below(2);
            for (int i = 0; i < count; ++i) question_.deltas.push_back({shape.factor, name + std::to_string(i)});
        }
    } while (size() < least || size() > most);
}

void Layout::start_cluster() {
    taken_.clear();
    taken_factors_.clear();
}

Bits Layout::one() {
    Bits bits = none();
    bits.set(static_cast<std::size_t>(random_.below(size())));
    return bits;
}

std::vector<int> Layout::attempt(int count, From from, bool strict, std::set<Factor>& factors) {
    std::vector<int> picked;
    for (int tries = 0; static_cast<int>(picked.size()) < count && tries < 200; ++tries) {
        const int d = random_.below(size());
        if (taken_.count(d) || std::find(picked.begin(), picked.end(), d) != picked.end()) continue;
        const Factor factor = question_.deltas[static_cast<std::size_t>(d)].factor;
        if (!picked.empty() && from == From::one_factor && !factors.count(factor)) continue;
        if (from == From::different_factors && (factors.count(factor) || (strict && taken_factors_.count(factor))))
            continue;
        picked.push_back(d);
        factors.insert(factor);
    }
    return picked;
}

Bits Layout::take(int count, From from) {
    for (int number = 0;; ++number) {
        std::set<Factor> factors;
        const auto picked = attempt(count, from, number < 50, factors);
        if (static_cast<int>(picked.size()) < count) {
            if (number < 100) continue;
            start_cluster();
            lay_out(3, 12);
            continue;
        }
        Bits bits = none();
        for (const int d : picked) bits.set(static_cast<std::size_t>(d));
        taken_.insert(picked.begin(), picked.end());
        taken_factors_.insert(factors.begin(), factors.end());
        return bits;
    }
}

}  // namespace testskew::worlds
