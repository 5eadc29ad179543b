#pragma once
#include <string>

#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew {

/// What is known of the cluster of this id; nullptr if nothing is.
const ClusterAttribution* attribution_of(const Attribution& attribution, int cluster);

/// The cluster of this id; nullptr if there is none.
const Cluster* cluster_of(const Comparison& comparison, int id);
Cluster* cluster_of(Comparison& comparison, int id);

/// The commit of the files that a session saw; "" outside git.
std::string commit_of(const Recording& recording);

/// Counts one more thing that is not kept with the cluster, as there is too much of it. `hook` says what it is, as in
/// CutRecord.
void leave_out(Cluster& cluster, const std::string& hook);

}  // namespace testskew
