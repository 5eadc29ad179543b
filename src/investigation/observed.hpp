#pragma once
#include <optional>
#include <string>
#include <vector>

#include "attribute/experiment.hpp"
#include "model/comparison.hpp"
#include "model/recording.hpp"
#include "sides/factors.hpp"

/// Reads the results out of the recording of an experiment's session.
namespace testskew::investigation {

/// The result of each cluster, and of each of its tests. `only` holds the tests that were run; nullopt means all of
/// them.
std::vector<attribute::ClusterObservation> results(const std::vector<Cluster>& clusters,
                                                   const std::optional<std::vector<std::string>>& only,
                                                   const Recording& recording);

/// True if each delta had the value in the session that the experiment planned, as far as the recording tells.
bool as_planned(const std::vector<sides::SwapDelta>& deltas, const attribute::Experiment& experiment,
                const Recording& recording);

}  // namespace testskew::investigation
