#include "explain/layers.hpp"

#include <algorithm>
#include <functional>

#include "explain/package_changes.hpp"
#include "explain/said.hpp"
#include "model/lookup.hpp"
#include "util/error.hpp"

namespace testskew::explain {
namespace {

/// The cause of one layer, as if its failure were that of a cluster.
Cause cause_of(const CauseLayer& layer, const Cause& whole) {
    Cause cause;
    cause.verdict = whole.verdict;
    for (const DeltaName& delta : layer.deltas) {
        if (!cause.follows(delta.factor)) cause.factors.push_back(delta.factor);
        for (const CausePackage& package : whole.packages)
            if (package.behind && package.name == delta.delta) cause.packages.push_back(package);
    }
    return cause;
}

/// Calls `work` for each layer whose failure is known, with its cause and with a cluster that has its failure.
void for_each_layer(Attribution& attribution, const Comparison& comparison,
                    const std::function<void(CauseLayer&, const Cause&, const Cluster&)>& work) {
    for (auto& found : attribution.clusters) {
        const Cluster* cluster = cluster_of(comparison, found.cluster);
        if (!found.cause || !is_shown(*found.cause) || !cluster) continue;
        auto& layers = found.cause->layers;
        for (std::size_t i = 0; i < std::min(layers.size(), cluster->behind.size()); ++i) {
            Cluster hidden;
            hidden.id = cluster->id;
            hidden.error = cluster->behind[i];
            work(layers[i], cause_of(layers[i], *found.cause), hidden);
        }
    }
}

}  // namespace

void explain_layers(Attribution& attribution, const Comparison& comparison, const PythonPair& python,
                    const ReadSource& read, const std::vector<Note>& notes) {
    for_each_layer(attribution, comparison, [&](CauseLayer& layer, const Cause& cause, const Cluster& hidden) {
        ClusterAttribution alone;
        alone.cause = cause;
        const Boundaries boundaries = boundaries_of(alone, {}, python.bad, python.good);
        layer.api = explain_with_files(cause, hidden, boundaries, python, read, notes);
    });
}

void explain_layer_packages(PackageSource& source, const Comparison& comparison, Attribution& attribution) {
    for_each_layer(attribution, comparison, [&](CauseLayer& layer, const Cause& cause, const Cluster& hidden) {
        if (!layer.api.empty()) return;
        for (const CausePackage& package : cause.packages) {
            if (package.bad.empty() || package.good.empty()) continue;
            try {
                for (const CauseApi& change : package_changes(source, package, hidden)) add(layer.api, change);
            } catch (const Interrupted&) {
                throw;
            } catch (const std::exception&) {
                continue;  // the report says of the outer failure that packages could not be looked at
            }
        }
    });
}

}  // namespace testskew::explain
