#pragma once
#include <optional>
#include <string>

#include "explain/atlas.hpp"
#include "model/attribution.hpp"

namespace testskew::explain {

/// Explains a call with too many positional arguments. `counts` is, for example, "2 3": how many the bad side takes,
/// and how many were given, including self for methods that are written in Python. Returns nullopt if the atlas does
/// not say that the good side takes so many.
std::optional<CauseApi> explain_count(const std::string& name, const std::string& counts, int bad, int good,
                                      const Atlas& atlas);

}  // namespace testskew::explain
