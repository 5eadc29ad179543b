#include "compare/classify.hpp"

namespace testskew::compare {

CellResult classify(const Cluster& cluster, const std::string& test_id, const RecordingIndex& index) {
    bool other_failure = false;
    const TestRecord* test = index.test(test_id);
    if (test) {
        for (const Identified& failed : failures(*test)) {
            if (failed.fingerprint == cluster.fingerprint) return CellResult::F;
            other_failure = true;
        }
    }
    // A module may hold several failed nodes (its classes); each of them keeps the test from running as it should.
    for (const CollectRecord& collect : index.recording().collection) {
        if (collect.outcome != "failed" || !holds(collect.id, test_id)) continue;
        if (failure(collect).fingerprint == cluster.fingerprint) return CellResult::F;
        other_failure = true;
    }
    if (index.session_failure() && index.session_failure()->fingerprint == cluster.fingerprint) return CellResult::F;
    if (other_failure) return CellResult::X;
    if (test &&
        (test->outcome == Outcome::passed || test->outcome == Outcome::xfailed || test->outcome == Outcome::xpassed))
        return CellResult::P;
    // A cluster of a module that could not be collected and whose tests nobody knows: collected without a failure is
    // what passing means.
    const bool module_alone = test_id.find("::") == std::string::npos && !test;
    if (module_alone && index.recording().complete && !index.collect_skipped(test_id))
        for (const std::string& module : index.recording().modules)
            if (module == test_id) return CellResult::P;
    return CellResult::U;
}

CellResult classify(const Cluster& cluster, const std::string& test_id, const Recording& recording) {
    return classify(cluster, test_id, RecordingIndex(recording));
}

}  // namespace testskew::compare
