#pragma once
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew {

/// What is known of the cluster of this id; nullptr if nothing is.
const ClusterAttribution* attribution_of(const Attribution& attribution, int cluster);

/// The cluster of this id; nullptr if there is none.
const Cluster* cluster_of(const Comparison& comparison, int id);
Cluster* cluster_of(Comparison& comparison, int id);

}  // namespace testskew
