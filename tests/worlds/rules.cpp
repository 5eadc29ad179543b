#include "worlds/rules.hpp"

namespace testskew::worlds {

Rules::Rules(const World& world) {
    const std::size_t n = world.question.deltas.size();
    needs_.assign(n, std::vector<bool>(n, false));
    for (std::size_t d = 0; d < n; ++d) needs_[d][d] = true;
    for (const auto& requirement : world.requirements) {
        const auto delta = static_cast<std::size_t>(requirement.delta);
        const auto needed = static_cast<std::size_t>(requirement.needs);
        // "The good a needs the good b" excludes the same hybrids as "the bad b needs the bad a".
        if (requirement.side == SideName::bad)
            needs_[delta][needed] = true;
        else
            needs_[needed][delta] = true;
    }
    if (world.requirements.empty()) return;
    for (std::size_t via = 0; via < n; ++via)
        for (std::size_t from = 0; from < n; ++from)
            for (std::size_t to = 0; needs_[from][via] && to < n; ++to)
                if (needs_[via][to]) needs_[from][to] = true;
}

Bits Rules::induced(const Bits& bad) const {
    Bits result(needs_.size());
    for (std::size_t from = 0; from < needs_.size(); ++from)
        for (std::size_t to = 0; bad.test(from) && to < needs_.size(); ++to)
            if (needs(from, to)) result.set(to);
    return result;
}

Bits Rules::repaired(const Bits& good) const {
    Bits result(needs_.size(), true);
    for (std::size_t from = 0; from < needs_.size(); ++from)
        for (std::size_t to = 0; to < needs_.size(); ++to)
            if (good.test(to) && needs(from, to)) result.set(from, false);
    return result;
}

}  // namespace testskew::worlds
