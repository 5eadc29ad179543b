#pragma once
#include <optional>
#include <string>

#include "explain/atlas.hpp"
#include "explain/history.hpp"
#include "model/attribution.hpp"

namespace testskew::explain {

/// Returns `api` with the version in which it came or went, and with what to write instead. `history` tells which
/// versions have it; `bad` and `good` are two versions of the atlas. Returns nullopt if both versions have it or
/// neither has. The failure itself shows that the bad side lacks it, so for that side it is enough that the atlas does
/// not say the opposite.
std::optional<CauseApi> claim(const Atlas& atlas, const History& history, int bad, int good, CauseApi api);

/// The name as people write it, without the module builtins.
std::string shown_name(const std::string& name);

}  // namespace testskew::explain
