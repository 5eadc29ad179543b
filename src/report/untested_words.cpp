#include "report/untested_words.hpp"

#include <algorithm>

#include "report/api_words.hpp"
#include "report/once.hpp"

namespace testskew::report {
namespace {

/// True if sessions tried the factor to which an explanation belongs.
bool was_tried(const ClusterAttribution* found, const CauseApi& api) {
    const Factor factor = api.package.empty() ? Factor::interpreter : Factor::packages;
    return found && std::any_of(found->verdicts.begin(), found->verdicts.end(), [&](const Verdict& verdict) {
               return verdict.factor == factor && verdict.repair.sessions() + verdict.induce.sessions() > 0;
           });
}

}  // namespace

std::vector<std::string> untested_lines(const Report& report, const std::vector<const Cluster*>& clusters) {
    std::vector<std::string> lines;
    for (const Cluster* cluster : clusters)
        for (const UntestedExplanation& one : report.attribution.untested) {
            if (one.cluster != cluster->id) continue;
            const bool reversed = cluster->kind == ClusterKind::reverse;
            const SideNames names = reversed ? SideNames{good_name(report), bad_name(report)} : names_of(report);
            for (const CauseApi& api : one.api) {
                const bool tried = was_tried(attribution_of(report, cluster->id), api);
                auto told = api_lines({api}, names);
                told.front().insert(0, tried ? "not proven: " : "not tested: ");
                for (auto& line : told) add_once(lines, std::move(line));
            }
        }
    return lines;
}

std::string untested_differences(const Report& report) {
    const auto& clusters = report.comparison.clusters;
    const auto is_of = [](ClusterKind kind) { return [kind](const Cluster& cluster) { return cluster.kind == kind; }; };
    if (!clusters.empty() && std::all_of(clusters.begin(), clusters.end(), is_of(ClusterKind::common)))
        return "What fails does so on both sides, so there was nothing to test.";
    const bool regression = std::any_of(clusters.begin(), clusters.end(), is_of(ClusterKind::regression));
    return report.run_directory.empty() || !regression
               ? "None of these differences has been tested yet."
               : "None of these differences has been tested yet: `testskew attribute` does that.";
}

}  // namespace testskew::report
