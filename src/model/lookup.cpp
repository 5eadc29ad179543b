#include "model/lookup.hpp"

#include <algorithm>

#include "util/text.hpp"

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

std::string fact_of(const Recording& recording, const std::string& name) {
    const auto found = recording.facts.find(name);
    return found == recording.facts.end() ? "" : found->second;
}

bool has_plugin(const Recording& recording, const std::string& distribution) {
    return std::any_of(recording.plugins.begin(), recording.plugins.end(),
                       [&](const std::string& plugin) { return plugin.starts_with(distribution + " "); });
}

std::string commit_of(const Recording& recording) { return fact_of(recording, "git.head"); }

const std::string& python_version_of(const Recording& recording) {
    const std::string& version = recording.interpreter.version;
    return version.empty() ? recording.running_python : version;
}

std::string identity_of(const Recording& recording, std::size_t tests) {
    return join({recording.started, recording.machine, fact_of(recording, "environ.key"), recording.profile,
                 join(recording.argv, " "), std::to_string(tests), std::to_string(recording.seconds)},
                "\n");
}

void leave_out(Cluster& cluster, const std::string& hook) {
    const auto known = std::find_if(cluster.cuts.begin(), cluster.cuts.end(),
                                    [&](const CutRecord& cut) { return cut.test.empty() && cut.hook == hook; });
    if (known == cluster.cuts.end())
        cluster.cuts.push_back({"", hook, 1, false});
    else
        ++known->left_out;
}

}  // namespace testskew
