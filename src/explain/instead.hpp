#pragma once
#include <string>

#include "explain/atlas.hpp"
#include "model/attribution.hpp"

namespace testskew::explain {

/// What to write that works on both versions: from a table of what is known by hand, else another name that both have,
/// else the test of sys.version_info that always works.
std::string instead_of(const CauseApi& api, const Atlas& atlas, int bad, int good);

}  // namespace testskew::explain
