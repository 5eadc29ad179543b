#include "model/lookup.hpp"

namespace testskew {

const ClusterAttribution* attribution_of(const Attribution& attribution, int cluster) {
    for (const auto& found : attribution.clusters)
        if (found.cluster == cluster) return &found;
    return nullptr;
}

const Cluster* cluster_of(const Comparison& comparison, int id) {
    for (const auto& cluster : comparison.clusters)
        if (cluster.id == id) return &cluster;
    return nullptr;
}

Cluster* cluster_of(Comparison& comparison, int id) {
    for (auto& cluster : comparison.clusters)
        if (cluster.id == id) return &cluster;
    return nullptr;
}

}  // namespace testskew
