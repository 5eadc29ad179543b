#include "investigation/split_clusters.hpp"

#include <algorithm>

namespace testskew::investigation {
namespace {

/// Forgets what was seen closely in a test that this part of a cluster does not have. The part is looked at anew then.
void forget_others(Cluster& part) {
    const auto has = [&](const std::string& test) {
        return std::any_of(part.tests.begin(), part.tests.end(),
                           [&](const ClusterTest& one) { return one.id == test; });
    };
    if (part.divergence && !has(part.divergence->test)) part.divergence.reset();
    std::erase_if(part.missing, [&](const MissingLookup& lookup) { return !has(lookup.test); });
    std::erase_if(part.warnings, [&](const OneSidedWarning& warning) { return !has(warning.test); });
    part.swallowed.clear();
    part.cuts.clear();
}

}  // namespace

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
            forget_others(part);
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
