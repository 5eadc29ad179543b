#pragma once
#include <optional>
#include <string>

#include "explain/atlas.hpp"
#include "model/attribution.hpp"

namespace testskew::explain {

/// What a call with too many positional arguments met. `counts` is "2 3": how many the bad side takes, and how many
/// were given, self included for methods written in Python. nullopt if the atlas does not say that the good side takes
/// them.
std::optional<CauseApi> explain_count(const std::string& name, const std::string& counts, int bad, int good,
                                      const Atlas& atlas);

}  // namespace testskew::explain
