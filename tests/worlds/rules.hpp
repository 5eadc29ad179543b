#pragma once
#include <cstddef>
#include <vector>

#include "worlds/world.hpp"

namespace testskew::worlds {

/// Says what can be built in a world. It gives the same answers as attribute::Needs but shares no code with it: it
/// works out the whole relation once (Warshall's transitive closure), and looks every answer up in that table.
class Rules {
public:
    explicit Rules(const World& world);

    /// True if `a` at its bad value needs `b` at its bad value, directly or through others. Each delta needs itself.
    bool needs(std::size_t a, std::size_t b) const { return needs_[a][b]; }
    /// True if neither of the two can be built at its bad value without the other.
    bool inseparable(std::size_t a, std::size_t b) const { return needs(a, b) && needs(b, a); }

    /// The good side with `bad` from the bad side, and with everything that these deltas need.
    Bits induced(const Bits& bad) const;
    /// The bad side with `good` from the good side, and with everything that needs these deltas.
    Bits repaired(const Bits& good) const;

private:
    std::vector<std::vector<bool>> needs_;
};

}  // namespace testskew::worlds
