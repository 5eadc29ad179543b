#include "investigation/observed.hpp"

#include <algorithm>
#include <set>

#include "compare/classify.hpp"
#include "compare/session_failures.hpp"
#include "compare/test_failures.hpp"

namespace testskew::investigation {
namespace {

using Kind = sides::SwapDelta::Kind;

/// The digest of the other failure that a test had; empty if it had none.
std::string other_failure(const std::string& id, const compare::RecordingIndex& index) {
    if (const auto* test = index.test(id)) {
        const auto failures = compare::failures(*test);
        if (!failures.empty()) return failures.front().fingerprint.digest;
    }
    if (const auto* collect = index.collect_failure(id)) return compare::failure(*collect).fingerprint.digest;
    return index.session_failure() ? index.session_failure()->fingerprint.digest : "";
}

}  // namespace

std::vector<attribute::ClusterObservation> results(const std::vector<Cluster>& clusters,
                                                   const std::optional<std::vector<std::string>>& only,
                                                   const Recording& recording) {
    const compare::RecordingIndex index(recording);
    const auto asked = only ? std::set<std::string>(only->begin(), only->end()) : std::set<std::string>{};

    std::vector<attribute::ClusterObservation> observations;
    for (const auto& cluster : clusters) {
        attribute::ClusterObservation observation;
        observation.cluster = cluster.id;
        std::set<char> seen;
        for (const auto& test : cluster.tests) {
            if (only && !asked.count(test.id)) {
                observation.tests += '-';
                continue;
            }
            const CellResult result = compare::classify_for_cause(cluster, test.id, index);
            const char letter = testskew::letter(result);
            if (result == CellResult::other && observation.identity.empty())
                observation.identity = other_failure(test.id, index);
            observation.tests += letter;
            seen.insert(letter);
        }
        if (seen.empty()) continue;  // none of its tests was asked for
        // If its tests disagree, the engine looks at them one by one, and the result of the cluster is the worst one of
        // its tests.
        for (const CellResult result : {CellResult::nothing, CellResult::passes, CellResult::other, CellResult::fails})
            if (seen.count(letter(result))) observation.result = result;
        if (seen.size() == 1 && observation.tests.find('-') == std::string::npos) observation.tests.clear();
        observations.push_back(std::move(observation));
    }
    return observations;
}

bool as_planned(const std::vector<sides::SwapDelta>& deltas, const attribute::Experiment& experiment,
                const Recording& recording) {
    for (size_t i = 0; i < deltas.size(); ++i) {
        const sides::SwapDelta& delta = deltas[i];
        const auto& planned = experiment.bad.test(i) ? delta.bad : delta.good;
        if (delta.kind == Kind::package && !recording.distributions.empty() && (!planned || !planned->empty())) {
            const auto found = recording.distributions.find(delta.name);
            const bool there = found != recording.distributions.end();
            if (there != planned.has_value() || (there && planned && found->second != *planned)) return false;
        }
        if (delta.kind == Kind::interpreter && !recording.running_python.empty() && recording.running_python != planned)
            return false;
        if (delta.kind == Kind::module && !experiment.alone && recording.complete && !recording.modules.empty()) {
            const bool collected =
                std::find(recording.modules.begin(), recording.modules.end(), delta.name) != recording.modules.end() ||
                std::any_of(recording.collection.begin(), recording.collection.end(),
                            [&](const CollectRecord& c) { return c.id == delta.name; });
            if (collected != planned.has_value()) return false;
        }
    }
    return true;
}

}  // namespace testskew::investigation
