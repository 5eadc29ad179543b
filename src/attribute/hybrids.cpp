#include "attribute/hybrids.hpp"

#include <algorithm>

namespace testskew::attribute {

int next_copy(const std::vector<SeenHybrid>& seen, const Bits& bad) {
    int next = 0;
    for (const auto& hybrid : seen)
        if (hybrid.bad == bad) next = std::max(next, hybrid.copy + 1);
    return next;
}

std::optional<std::set<Bits>> hybrids_with(const Needs& needs, const Bits& floor, std::size_t most) {
    std::set<Bits> found{needs.down(floor)};
    std::vector<Bits> open(found.begin(), found.end());
    while (!open.empty()) {
        const Bits from = open.back();
        open.pop_back();
        for (std::size_t d = 0; d < from.size(); ++d) {
            if (from.test(d)) continue;
            Bits more = from;
            more.set(d);
            more = needs.down(more);
            if (!found.insert(more).second) continue;
            if (found.size() > most) return std::nullopt;
            open.push_back(more);
        }
    }
    return found;
}

bool few_hybrids(const Needs& needs, const Bits& floor) {
    constexpr std::size_t few = 8;
    return hybrids_with(needs, floor, few).has_value();
}

}  // namespace testskew::attribute
