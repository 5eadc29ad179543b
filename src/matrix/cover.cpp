#include "matrix/cover.hpp"

#include <algorithm>
#include <set>

namespace testskew::matrix {
namespace {

constexpr std::size_t most_covers = 5000;

/// Looks for all covers of one size.
class Search {
public:
    Search(const std::vector<LegSet>& sets, std::size_t steps) : sets_(sets), steps_(steps) {}

    std::set<std::vector<std::size_t>> of_size(const LegSet& wanted, std::size_t size) {
        found_.clear();
        chosen_.clear();
        extend(wanted, size);
        return found_;
    }
    bool cut() const { return steps_ == 0; }

private:
    /// The element that the fewest sets have: one of these sets is in every cover.
    std::size_t rarest(const LegSet& open) const {
        std::size_t best = LegSet::npos, fewest = sets_.size() + 1;
        for (auto element = open.find_first(); element != LegSet::npos; element = open.find_next(element)) {
            const auto count = static_cast<std::size_t>(
                std::count_if(sets_.begin(), sets_.end(), [&](const LegSet& set) { return set.test(element); }));
            if (count < fewest) best = element, fewest = count;
        }
        return best;
    }

    void extend(const LegSet& open, std::size_t left) {
        if (steps_ == 0 || found_.size() >= most_covers) return;
        --steps_;
        if (open.none()) {
            // A cover with a set that is not needed is found, smaller, in an earlier round.
            auto cover = chosen_;
            std::sort(cover.begin(), cover.end());
            found_.insert(std::move(cover));
            return;
        }
        if (left == 0) return;
        const std::size_t element = rarest(open);
        for (std::size_t i = 0; i < sets_.size(); ++i) {
            if (!sets_[i].test(element)) continue;
            chosen_.push_back(i);
            extend(open - sets_[i], left - 1);
            chosen_.pop_back();
        }
    }

    const std::vector<LegSet>& sets_;
    std::size_t steps_;
    std::vector<std::size_t> chosen_;
    std::set<std::vector<std::size_t>> found_;
};

std::vector<std::size_t> greedy_cover(LegSet open, const std::vector<LegSet>& sets) {
    std::vector<std::size_t> chosen;
    while (open.any()) {
        const auto gain = [&](const LegSet& set) { return (set & open).count(); };
        const auto best = std::max_element(sets.begin(), sets.end(),
                                           [&](const LegSet& a, const LegSet& b) { return gain(a) < gain(b); });
        if (best == sets.end() || gain(*best) == 0) return {};
        chosen.push_back(static_cast<std::size_t>(best - sets.begin()));
        open -= *best;
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

}  // namespace

Covers covers(const LegSet& wanted, const std::vector<LegSet>& sets, std::size_t most, std::size_t steps) {
    Covers result;
    if (wanted.none()) return result;
    LegSet together(wanted.size());
    for (const LegSet& set : sets) together |= set;
    if (!wanted.is_subset_of(together)) return result;
    Search search(sets, steps);
    for (std::size_t size = 1; size <= most && !search.cut(); ++size) {
        auto found = search.of_size(wanted, size);
        if (found.empty()) continue;
        result.greedy = search.cut();
        result.found.assign(found.begin(), found.end());
        return result;
    }
    result.greedy = true;
    result.found = {greedy_cover(wanted, sets)};
    return result;
}

}  // namespace testskew::matrix
