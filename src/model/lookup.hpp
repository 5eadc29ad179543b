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

/// A fact of a session ("git.head", "timezone"); "" if it is not told.
std::string fact_of(const Recording& recording, const std::string& name);

/// True if the session had the pytest plugin of this distribution ("pytest-xdist").
bool has_plugin(const Recording& recording, const std::string& distribution);

/// The commit of the files that a session saw; "" outside git.
std::string commit_of(const Recording& recording);

/// The version of the interpreter of a session: that of the side, else that which ran.
const std::string& python_version_of(const Recording& recording);

/// What a copy of a recording has, too, and no other recording. `tests` is how many tests it knows.
std::string identity_of(const Recording& recording, std::size_t tests);

/// Counts one more thing that is not kept with the cluster, as there is too much of it. `hook` says what it is, as in
/// CutRecord.
void leave_out(Cluster& cluster, const std::string& hook);

}  // namespace testskew
