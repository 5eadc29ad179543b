#include "attribute/coverage.hpp"

#include <algorithm>

namespace testskew::attribute {

namespace {

bool say_the_same(const Claim& a, const Claim& b) {
    return a.relevant == b.relevant && a.floor == b.floor &&
           std::equal(a.patterns.begin(), a.patterns.end(), b.patterns.begin(), b.patterns.end(),
                      [](const Pattern& p, const Pattern& q) { return p.bad == q.bad && p.level == q.level; });
}

}  // namespace

Coverage::Coverage(const std::vector<Claim>& claims, const std::vector<std::vector<int>>& done, int repeats)
    : repeats_(repeats) {
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const auto same = std::find_if(claims_.begin(), claims_.end(),
                                       [&](const Claim* other) { return say_the_same(*other, claims[i]); });
        if (same == claims_.end()) {
            claims_.push_back(&claims[i]);
            done_.push_back(done[i]);
            continue;
        }
        auto& earlier = done_[static_cast<std::size_t>(same - claims_.begin())];
        for (std::size_t p = 0; p < earlier.size(); ++p) earlier[p] = std::min(earlier[p], done[i][p]);
    }
}

void Coverage::count(const Bits& bad) {
    for (std::size_t c = 0; c < claims_.size(); ++c) {
        if (!claims_[c]->floor.subset_of(bad)) continue;
        const Bits relevant = bad & claims_[c]->relevant;
        for (std::size_t p = 0; p < claims_[c]->patterns.size(); ++p)
            done_[c][p] += claims_[c]->patterns[p].bad == relevant;
    }
}

int Coverage::deficit(std::size_t claim) const {
    int sum = 0;
    for (const int done : done_[claim]) sum += std::max(0, repeats_ - done);
    return sum;
}

int Coverage::score(const Bits& bad) const {
    int sum = 0;
    for (std::size_t c = 0; c < claims_.size(); ++c) {
        if (!claims_[c]->floor.subset_of(bad)) continue;
        const Bits relevant = bad & claims_[c]->relevant;
        for (std::size_t p = 0; p < claims_[c]->patterns.size(); ++p)
            if (claims_[c]->patterns[p].bad == relevant) sum += 2 * std::max(0, repeats_ - done_[c][p]) - 1;
    }
    return sum;
}

std::pair<std::pair<std::size_t, std::size_t>, int> Coverage::worst() const {
    std::pair<std::size_t, std::size_t> at{0, 0};
    int gap = 0;
    for (std::size_t c = 0; c < claims_.size(); ++c)
        for (std::size_t p = 0; p < done_[c].size(); ++p)
            if (const int lacking = repeats_ - done_[c][p]; lacking > gap) gap = lacking, at = {c, p};
    return {at, gap};
}

}  // namespace testskew::attribute
