#include "model/attribution.hpp"

#include <algorithm>

namespace testskew {

void add_caveat(std::vector<Caveat>& caveats, Caveat caveat) {
    if (caveat.kind != CaveatKind::none && std::find(caveats.begin(), caveats.end(), caveat) == caveats.end())
        caveats.push_back(std::move(caveat));
}

}  // namespace testskew
