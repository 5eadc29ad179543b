#pragma once
#include <optional>
#include <string>
#include <vector>

#include "attribute/experiment.hpp"
#include "model/comparison.hpp"
#include "model/recording.hpp"
#include "sides/factors.hpp"

/// What the recording of an experiment's session says.
namespace testskew::investigation {

/// The result of each cluster, and of each of its tests. `only`: the tests that were run, nullopt for all of them.
std::vector<attribute::ClusterObservation> results(const std::vector<Cluster>& clusters,
                                                   const std::optional<std::vector<std::string>>& only,
                                                   const Recording& recording);

/// True if the session had of each delta the value that the experiment planned, as far as its recording tells.
bool as_planned(const std::vector<sides::SwapDelta>& deltas, const attribute::Experiment& experiment,
                const Recording& recording);

}  // namespace testskew::investigation
