#pragma once
#include <cstddef>
#include <vector>

#include "worlds/world.hpp"

namespace testskew::worlds {

/// What can be built in a world. It says the same as attribute::Needs and shares no code with it: the whole relation is
/// worked out once (Warshall's transitive closure), and every answer is one look at its table.
class Rules {
public:
    explicit Rules(const World& world);

    /// True if `a` at its bad value needs `b` at its bad value, directly or through others. Each delta needs itself.
    bool needs(std::size_t a, std::size_t b) const { return needs_[a][b]; }
    /// True if neither of the two can be built at its bad value without the other.
    bool inseparable(std::size_t a, std::size_t b) const { return needs(a, b) && needs(b, a); }

    /// The good side with `bad` from the bad side, and with all that these need.
    Bits induced(const Bits& bad) const;
    /// The bad side with `good` from the good side, and with all that needs these.
    Bits repaired(const Bits& good) const;

private:
    std::vector<std::vector<bool>> needs_;
};

}  // namespace testskew::worlds
