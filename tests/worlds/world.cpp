#include "worlds/world.hpp"

namespace testskew::worlds {

int Truth::level(const Bits& bad) const {
    if (threshold) return (bad & pool).count() >= threshold ? 1 : 0;
    if (blocked_by.any() && blocked_by.subset_of(bad) && !unless.subset_of(bad)) return 0;
    for (std::size_t i = 0; i < layers.size(); ++i)
        for (const auto& set : layers[i])
            if (set.subset_of(bad)) return static_cast<int>(i) + 1;
    return 0;
}

Bits Truth::relevant() const {
    Bits result = pool;
    for (const auto& layer : layers)
        for (const auto& set : layer) result |= set;
    return result;
}

}  // namespace testskew::worlds
