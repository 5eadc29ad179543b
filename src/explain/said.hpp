#pragma once
#include <vector>

#include "model/attribution.hpp"

namespace testskew::explain {

/// True if the cause was shown by experiment, so that it may be explained.
bool is_shown(const Cause& cause);

/// The number of the cluster's problem, whose clusters are explained together; one of its own for a cluster of none.
int problem_of(const ClusterAttribution& found);

/// True if the same is said of the same name already.
bool is_said(const std::vector<CauseApi>& found, const CauseApi& api);

/// Adds it unless it is said already.
void add(std::vector<CauseApi>& found, CauseApi api);

}  // namespace testskew::explain
