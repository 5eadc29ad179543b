#include "investigation/hidden_failures.hpp"

#include <algorithm>
#include <optional>

#include "compare/index.hpp"
#include "compare/session_failures.hpp"
#include "compare/test_failures.hpp"
#include "model/lookup.hpp"
#include "util/error.hpp"

namespace testskew::investigation {
namespace {

/// The failure of that identity which one of the cluster's tests, or the collection of its module, has in a recording.
std::optional<Failure> failure_in(const Recording& recording, const Cluster& cluster, const std::string& identity) {
    const compare::RecordingIndex index(recording);
    for (const ClusterTest& test : cluster.tests) {
        if (const TestRecord* record = index.test(test.id))
            for (const auto& one : compare::failures(*record))
                if (one.fingerprint.digest == identity) return one.failure;
        const CollectRecord* collect = index.collect_failure(test.id);
        if (!collect) continue;
        auto one = compare::failure(*collect);
        if (one.fingerprint.digest == identity) return std::move(one.failure);
    }
    return std::nullopt;
}

Failure hidden_failure(const Cluster& cluster, const std::string& identity, const OtherFailures& seen,
                       const ReadRecording& read) {
    const auto found = seen.find(identity);
    if (found == seen.end()) return {};
    try {
        return failure_in(read(found->second), cluster, identity).value_or(Failure{});
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

void add_hidden_failures(Comparison& comparison, const std::vector<attribute::Finding>& findings,
                         const Attribution& attribution, const OtherFailures& seen, const ReadRecording& read) {
    for (std::size_t i = 0; i < std::min(findings.size(), attribution.clusters.size()); ++i) {
        const int id = attribution.clusters[i].cluster;  // another one than the finding's if its cluster was split
        Cluster* cluster = cluster_of(comparison, id);
        if (!cluster) continue;
        cluster->behind.clear();
        for (const std::string& identity : findings[i].behind)
            cluster->behind.push_back(hidden_failure(*cluster, identity, seen, read));
    }
}

}  // namespace testskew::investigation
