#pragma once
#include "attribute/engine.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::investigation {

/// The comparison with each part of a cluster that follows a cause of its own as a cluster of its own. The findings go
/// into `attribution` under the numbers that the clusters have then. A cluster all of whose tests went into parts is
/// left out.
Comparison split_clusters(Comparison comparison, const attribute::Conclusion& conclusion, Attribution& attribution);

}  // namespace testskew::investigation
