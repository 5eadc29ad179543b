#include "compare/classify.hpp"

#include <algorithm>

#include "compare/test_failures.hpp"
#include "model/node_id.hpp"

namespace testskew::compare {

CellResult classify(const Cluster& cluster, const std::string& test_id, const RecordingIndex& index) {
    bool other_failure = false;
    const TestRecord* test = index.test(test_id);
    if (test) {
        for (const Identified& failed : failures(*test)) {
            if (failed.fingerprint == cluster.fingerprint) return CellResult::fails;
            other_failure = true;
        }
    }
    // Several nodes above a test may fail to be collected (a module and its classes), and each of them keeps the test
    // from running as it should.
    for (const CollectRecord& collect : index.recording().collection) {
        if (collect.outcome != CollectOutcome::failed || !holds(collect.id, test_id)) continue;
        if (failure(collect).fingerprint == cluster.fingerprint) return CellResult::fails;
        other_failure = true;
    }
    if (index.session_failure() && index.session_failure()->fingerprint == cluster.fingerprint)
        return CellResult::fails;
    if (other_failure) return CellResult::other;
    if (test &&
        (test->outcome == Outcome::passed || test->outcome == Outcome::xfailed || test->outcome == Outcome::xpassed))
        return CellResult::passes;
    // The cluster may stand for a module that could not be collected, so that its tests are unknown. Such a module
    // passes if it is collected without a failure.
    const auto& modules = index.recording().modules;
    const bool collected = !test && !within_module(test_id) && index.recording().complete &&
                           !index.collect_skipped(test_id) &&
                           std::find(modules.begin(), modules.end(), test_id) != modules.end();
    return collected ? CellResult::passes : CellResult::nothing;
}

CellResult classify(const Cluster& cluster, const std::string& test_id, const Recording& recording) {
    return classify(cluster, test_id, RecordingIndex(recording));
}

}  // namespace testskew::compare
