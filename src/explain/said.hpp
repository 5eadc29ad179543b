#pragma once
#include <vector>

#include "model/attribution.hpp"

namespace testskew::explain {

/// True if the cause was shown by experiment, so that it may be explained.
bool is_shown(const Cause& cause);

/// True if the same is said of the same name already.
bool is_said(const std::vector<CauseApi>& found, const CauseApi& api);

/// Adds it unless it is said already.
void add(std::vector<CauseApi>& found, CauseApi api);

}  // namespace testskew::explain
