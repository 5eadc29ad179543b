#pragma once
#include <optional>
#include <string>

#include "explain/atlas.hpp"
#include "explain/history.hpp"
#include "model/attribution.hpp"

namespace testskew::explain {

/// `api` with the version in which it came or went, and with what to write instead. `history` tells which versions have
/// it, `bad` and `good` are two versions of the atlas. nullopt if both have it or none has. The failure itself shows
/// that the bad side is without it, so that the atlas must only not say the opposite of that side.
std::optional<CauseApi> claim(const Atlas& atlas, const History& history, int bad, int good, CauseApi api);

/// The name as people write it: without the module builtins.
std::string shown_name(const std::string& name);

}  // namespace testskew::explain
