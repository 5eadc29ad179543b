#include "investigation/alone.hpp"

#include <algorithm>

#include "drill/pollution.hpp"
#include "investigation/clues.hpp"
#include "util/once.hpp"

namespace testskew::investigation {
namespace {

/// True if every test of the cluster that this session ran had `result`. A session may run only a few representatives
/// of a large cluster.
bool all_ran_so(const attribute::ClusterObservation& seen, CellResult result) {
    return seen.result == result &&
           std::all_of(seen.tests.begin(), seen.tests.end(), [&](char c) { return c == letter(result) || c == '-'; });
}

}  // namespace

std::vector<int> failing_alone(const attribute::Log& log) {
    std::vector<int> bad, good, both;
    for (const auto& entry : log) {
        const auto& bad_deltas = entry.experiment.bad;
        const bool all_bad = !(~bad_deltas).any(), all_good = !bad_deltas.any();
        if (!entry.experiment.alone || (!all_bad && !all_good)) continue;
        for (const auto& result : entry.observation.results) {
            if (all_bad && all_ran_so(result, CellResult::fails)) bad.push_back(result.cluster);
            if (all_good && all_ran_so(result, CellResult::passes)) good.push_back(result.cluster);
        }
    }
    for (const int cluster : bad)
        if (std::find(good.begin(), good.end(), cluster) != good.end()) both.push_back(cluster);
    return both;
}

std::set<int> passing_alone(const attribute::Log& log) {
    std::set<int> clusters;
    for (const auto& entry : log)
        if (entry.experiment.alone && !(~entry.experiment.bad).any())
            for (const auto& result : entry.observation.results)
                if (all_ran_so(result, CellResult::passes)) clusters.insert(result.cluster);
    return clusters;
}

std::vector<std::string> culprits_of(const attribute::Conclusion& conclusion,
                                     const std::vector<sides::SwapDelta>& deltas) {
    std::vector<std::string> culprits;
    for (const auto& finding : conclusion.findings) {
        if (finding.many || finding.sets.empty()) continue;
        // Each of several sets is enough.
        for (const int index : finding.sets.front()) {
            const auto& delta = deltas.at(static_cast<std::size_t>(index));
            if (runs_on_bad(delta)) append_once(culprits, delta.name);
        }
    }
    if (culprits.size() > drill::most_culprits) culprits.clear();
    return culprits;
}

}  // namespace testskew::investigation
