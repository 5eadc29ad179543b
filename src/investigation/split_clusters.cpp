#include "investigation/split_clusters.hpp"

#include <algorithm>

namespace testskew::investigation {

Comparison split_clusters(Comparison comparison, const attribute::Conclusion& conclusion, Attribution& attribution) {
    int next = 0;
    for (const auto& cluster : comparison.clusters) next = std::max(next, cluster.id);
    for (const auto& finding : conclusion.findings) {
        ClusterAttribution found = finding.attribution;
        const auto whole = std::find_if(comparison.clusters.begin(), comparison.clusters.end(),
                                        [&](const Cluster& c) { return c.id == found.cluster; });
        if (whole == comparison.clusters.end()) continue;
        if (!finding.tests.empty() && finding.tests.size() < whole->tests.size()) {
            Cluster part = *whole;
            part.id = found.cluster = ++next;
            part.tests.clear();
            for (const int index : finding.tests) part.tests.push_back(whole->tests.at(static_cast<size_t>(index)));
            comparison.clusters.push_back(std::move(part));
        }
        if (found.flaky)
            for (auto& cluster : comparison.clusters)
                if (cluster.id == found.cluster) cluster.kind = ClusterKind::flaky;
        attribution.clusters.push_back(std::move(found));
    }
    const auto dissolved = [&](const Cluster& cluster) {
        return std::none_of(attribution.clusters.begin(), attribution.clusters.end(),
                            [&](const ClusterAttribution& a) { return a.cluster == cluster.id; });
    };
    comparison.clusters.erase(std::remove_if(comparison.clusters.begin(), comparison.clusters.end(), dissolved),
                              comparison.clusters.end());
    return comparison;
}

}  // namespace testskew::investigation
