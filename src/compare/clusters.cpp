#include "compare/clusters.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace testskew::compare {
namespace {

/// The first frame in which the tracebacks of two failures differ, taken from the bad side.
std::optional<Frame> first_difference(const Failure& bad, const Failure& good) {
    if (bad.chain.empty() || good.chain.empty()) return std::nullopt;
    const auto& a = bad.chain.front().frames;
    const auto& b = good.chain.front().frames;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (i >= b.size() || a[i].path != b[i].path || a[i].function != b[i].function || a[i].source != b[i].source)
            return a[i];
    return std::nullopt;
}

}  // namespace

Cluster Clusters::cluster_of(const ClusterKey& key, const std::string& id, const Identified& own) const {
    Cluster cluster;
    cluster.kind = key.kind;
    cluster.fingerprint = own.fingerprint;
    cluster.no_result = key.no_result;
    const auto bad = bad_.view(id).failure, good = good_.view(id).failure;
    const auto& shown = key.kind == ClusterKind::reverse || key.one_sided_on == SideName::good ? good : bad;
    cluster.error = shown ? shown->failure : own.failure;
    if (key.kind == ClusterKind::regression && good)
        cluster.good_error = good->failure, cluster.good_digest = good->fingerprint.digest;
    if (bad && good) cluster.first_difference = first_difference(bad->failure, good->failure);
    return cluster;
}

void Clusters::add(const ClusterKey& key, const std::string& id, const TestView& bad, const TestView& good,
                   const Identified& own) {
    const auto [found, added] = at_.try_emplace(key, clusters_.size());
    if (added) clusters_.push_back(cluster_of(key, id, own));
    clusters_[found->second].tests.push_back({id, bad.outcome, good.outcome});
}

std::vector<Cluster> Clusters::in_order() {
    const auto rank = [](const Cluster& c) {
        return std::pair(static_cast<int>(c.kind) * 2 + (c.good_error ? 1 : 0), -static_cast<long>(c.tests.size()));
    };
    std::stable_sort(clusters_.begin(), clusters_.end(),
                     [&](const Cluster& a, const Cluster& b) { return rank(a) < rank(b); });
    for (std::size_t i = 0; i < clusters_.size(); ++i) clusters_[i].id = static_cast<int>(i) + 1;
    return std::move(clusters_);
}

}  // namespace testskew::compare
