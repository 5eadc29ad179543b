#pragma once
#include <vector>

#include "model/attribution.hpp"

namespace testskew::explain {

/// True if the cause was shown by experiment, alone or as differences that are all needed, so that it may be explained.
bool is_shown(const Cause& cause);

/// The number of the cluster's problem; all clusters of a problem are explained together. A cluster without a problem
/// gets a number of its own.
int problem_of(const ClusterAttribution& found);

/// True if `found` already says the same of the same name.
bool is_said(const std::vector<CauseApi>& found, const CauseApi& api);

/// Adds `api` unless is_said() is true.
void add(std::vector<CauseApi>& found, CauseApi api);

}  // namespace testskew::explain
