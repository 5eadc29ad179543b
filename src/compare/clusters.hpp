#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compare/side_view.hpp"
#include "model/comparison.hpp"

namespace testskew::compare {

/// What the failures of one cluster have in common.
struct ClusterKey {
    ClusterKind kind;
    std::string fingerprint;
    std::string other_fingerprint = {};         ///< of the other side, if that side fails differently
    std::optional<SideName> one_sided_on = {};  ///< the side that has the failure; only for a one-sided cluster
    NoResult no_result = {};                    ///< see Cluster::no_result
    auto operator<=>(const ClusterKey&) const = default;
};

/// Gathers failing tests into clusters.
class Clusters {
public:
    Clusters(const SideView& bad, const SideView& good) : bad_(bad), good_(good) {}

    /// Adds a test to the cluster of that key. `own` is the failure by which it belongs there. What a report shows is
    /// made only for the first test of a cluster, because that is slow.
    void add(const ClusterKey& key, const std::string& id, const TestView& bad, const TestView& good,
             const Identified& own);

    /// All clusters, numbered from 1, in this order: regressions that pass on the other side, regressions that fail
    /// differently there, reverse, common and one-sided ones. Within each kind the largest come first.
    std::vector<Cluster> in_order();

private:
    Cluster cluster_of(const ClusterKey& key, const std::string& id, const Identified& own) const;

    const SideView& bad_;
    const SideView& good_;
    std::map<ClusterKey, std::size_t> at_;
    std::vector<Cluster> clusters_;
};

}  // namespace testskew::compare
