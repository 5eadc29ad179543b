#include "drill/hidden.hpp"

#include <algorithm>

namespace testskew::drill {

attribute::Finding finding_behind(const attribute::Finding& whole, std::size_t layer) {
    const auto next = static_cast<std::ptrdiff_t>(layer) + 1;
    attribute::Finding finding;
    finding.sets = whole.layers.at(layer);
    finding.layers.assign(whole.layers.begin() + next, whole.layers.end());
    if (whole.behind.size() > layer) finding.behind.assign(whole.behind.begin() + next, whole.behind.end());
    finding.welds = whole.welds;
    // The sessions of a bisection are kept by the number of the problem, and these are others.
    constexpr int most_layers = 10;
    finding.attribution.problem = -(whole.attribution.problem * most_layers + static_cast<int>(next));
    return finding;
}

std::vector<int> deltas_in_front(const attribute::Finding& whole, std::size_t layer) {
    std::vector<int> deltas;
    const auto add = [&](const std::vector<std::vector<int>>& sets) {
        for (const auto& set : sets) deltas.insert(deltas.end(), set.begin(), set.end());
    };
    add(whole.sets);
    for (std::size_t i = 0; i < std::min(layer, whole.layers.size()); ++i) add(whole.layers[i]);
    return deltas;
}

}  // namespace testskew::drill
