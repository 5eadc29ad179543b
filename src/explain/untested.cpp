#include "explain/untested.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "explain/package_changes.hpp"
#include "explain/said.hpp"
#include "model/lookup.hpp"
#include "model/outcomes.hpp"
#include "util/error.hpp"

namespace testskew::explain {
namespace {

constexpr std::size_t most_clusters = 5;  ///< for which packages are compared
constexpr std::size_t most_changes = 3;   ///< of packages that are told of one cluster

bool fails_on_bad(const Cluster& cluster) {
    return std::any_of(cluster.tests.begin(), cluster.tests.end(),
                       [](const ClusterTest& test) { return is_failure(test.bad); });
}

/// True if a difference of the sides may explain this failure. Failures that are alike on both sides, or come and go,
/// are not explained by any.
bool may_be_explained(const Cluster& cluster, const ClusterAttribution* found) {
    if (found && found->cause && is_shown(*found->cause)) return false;
    return cluster.kind == ClusterKind::regression || cluster.kind == ClusterKind::reverse ||
           cluster.kind == ClusterKind::one_sided;
}

bool is_ruled_out(const ClusterAttribution* found, Factor factor) {
    return found && std::any_of(found->verdicts.begin(), found->verdicts.end(), [&](const Verdict& verdict) {
               return verdict.factor == factor && verdict.kind == VerdictKind::ruled_out;
           });
}

/// The cause that it would be if the interpreter and all packages of which the sides have different releases mattered.
/// The failure is that of the good side if `reversed`, so that the sides change places.
Cause supposed_cause(const Comparison& comparison, const ClusterAttribution* found, bool reversed) {
    Cause cause;
    cause.verdict = VerdictKind::supported;
    if (!is_ruled_out(found, Factor::interpreter)) cause.factors.push_back(Factor::interpreter);
    if (is_ruled_out(found, Factor::packages)) return cause;
    for (const Difference& difference : comparison.differences) {
        if (difference.factor != Factor::packages) continue;
        for (const DeltaDifference& delta : difference.deltas)
            if (delta.bad && delta.good && !delta.bad->empty() && !delta.good->empty() && *delta.bad != *delta.good)
                cause.packages.push_back(
                    {delta.name, *(reversed ? delta.good : delta.bad), *(reversed ? delta.bad : delta.good), ""});
    }
    if (!cause.packages.empty()) cause.factors.push_back(Factor::packages);
    return cause;
}

/// The changes of packages that are known already, without those of a factor that was ruled out meanwhile.
std::vector<CauseApi> known_changes(const std::vector<UntestedExplanation>& known, int cluster,
                                    const ClusterAttribution* found) {
    std::vector<CauseApi> result;
    if (is_ruled_out(found, Factor::packages)) return result;
    for (const auto& explanation : known)
        if (explanation.cluster == cluster)
            std::copy_if(explanation.api.begin(), explanation.api.end(), std::back_inserter(result),
                         [](const CauseApi& api) { return !api.package.empty(); });
    return result;
}

}  // namespace

void explain_untested(Attribution& attribution, const Comparison& comparison, const PythonPair& python,
                      const ReadSource& read, const std::vector<Note>& notes) {
    const std::vector<UntestedExplanation> known = std::move(attribution.untested);
    attribution.untested.clear();
    for (const Cluster& cluster : comparison.clusters) {
        const ClusterAttribution* found = attribution_of(attribution, cluster.id);
        if (!may_be_explained(cluster, found)) continue;
        const bool reversed = !fails_on_bad(cluster);
        ClusterAttribution supposed;
        supposed.cluster = cluster.id;
        supposed.cause = supposed_cause(comparison, found, reversed);
        const PythonPair versions = reversed ? PythonPair{python.good, python.bad} : python;
        const Boundaries boundaries = boundaries_of(supposed, {}, versions.bad, versions.good);
        auto api = explain_with_files(*supposed.cause, cluster, boundaries, versions, read, notes);
        if (api.empty()) api = known_changes(known, cluster.id, found);
        if (!api.empty()) attribution.untested.push_back({cluster.id, std::move(api)});
    }
}

std::vector<std::string> add_untested_changes(PackageSource& source, const Comparison& comparison,
                                              Attribution& attribution) {
    std::size_t looked_at = 0;
    for (const Cluster& cluster : comparison.clusters) {
        const ClusterAttribution* found = attribution_of(attribution, cluster.id);
        const bool known = std::any_of(attribution.untested.begin(), attribution.untested.end(),
                                       [&](const auto& one) { return one.cluster == cluster.id; });
        // The sources at hand are those of the bad side, through which only its own failures lead.
        if (known || !may_be_explained(cluster, found) || !fails_on_bad(cluster)) continue;
        const Cause cause = supposed_cause(comparison, found, false);
        if (cause.packages.empty()) continue;
        if (++looked_at > most_clusters)
            return {fmt::format("what changed in packages was looked up for the first {} kinds of failure only",
                                most_clusters)};
        std::vector<CauseApi> api;
        try {
            for (const CausePackage& package : cause.packages)
                for (const CauseApi& change : package_changes(source, package, cluster))
                    if (api.size() < most_changes) add(api, change);
        } catch (const Interrupted&) {
            throw;
        } catch (const std::exception& error) {
            return {fmt::format("what changed in packages was not looked up: {}", error.what())};
        }
        if (!api.empty()) attribution.untested.push_back({cluster.id, std::move(api)});
    }
    return {};
}

}  // namespace testskew::explain
