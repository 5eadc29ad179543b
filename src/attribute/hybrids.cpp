#include "attribute/hybrids.hpp"

#include <algorithm>
#include <set>

namespace testskew::attribute {

int next_copy(const std::vector<SeenHybrid>& seen, const Bits& bad) {
    int next = 0;
    for (const auto& hybrid : seen)
        if (hybrid.bad == bad) next = std::max(next, hybrid.copy + 1);
    return next;
}

bool few_hybrids(const Needs& needs, const Bits& floor) {
    constexpr std::size_t few = 8;
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
            if (found.size() > few) return false;
            open.push_back(more);
        }
    }
    return true;
}

}  // namespace testskew::attribute
