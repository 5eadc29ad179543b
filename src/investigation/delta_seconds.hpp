#pragma once
#include <optional>
#include <string>
#include <vector>

#include "investigation/base.hpp"
#include "sides/factors.hpp"

namespace testskew::investigation {

/// About how many seconds longer a session takes with the bad value of each delta (less than 0: with the good value).
/// Only what selects tests counts. A module takes what its tests took in the base session, and an equal share of what
/// the longer session spent besides tests, most of which is collecting. What comes after the tests that are
/// `waited_for` (waited_for()) takes no time.
std::vector<double> delta_seconds(const Base& base, const std::vector<sides::SwapDelta>& deltas,
                                  const std::optional<std::vector<std::string>>& waited_for = std::nullopt);

/// About how many seconds a session takes at least: what both sides' sessions took besides the tests and modules that
/// only one of them runs (`longer`: the delta_seconds()).
double least_seconds(const Base& base, const std::vector<double>& longer,
                     const std::optional<std::vector<std::string>>& waited_for = std::nullopt);

}  // namespace testskew::investigation
