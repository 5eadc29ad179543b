#pragma once
#include "attribute/engine.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"

namespace testskew::investigation {

/// The comparison in which each part of a cluster that follows a cause of its own has become a cluster. The findings
/// are written to `attribution` with the new numbers of the clusters. A cluster that has no test left is removed.
Comparison split_clusters(Comparison comparison, const attribute::Conclusion& conclusion, Attribution& attribution);

}  // namespace testskew::investigation
