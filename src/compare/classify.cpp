#include "compare/classify.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "compare/test_failures.hpp"
#include "model/node_id.hpp"

namespace testskew::compare {
namespace {

/// The digests of every failure that keeps a test from passing: its own, and those of the nodes above it that could not
/// be collected.
std::vector<std::string> digests_of(const std::string& test_id, const RecordingIndex& index) {
    std::vector<std::string> digests;
    if (const TestRecord* test = index.test(test_id))
        for (const Identified& failed : failures(*test)) digests.push_back(failed.fingerprint.digest);
    // Several nodes above a test may fail to be collected (a module and its classes), and each of them keeps the test
    // from running as it should.
    for (const CollectRecord& collect : index.recording().collection)
        if (collect.outcome == CollectOutcome::failed && holds(collect.id, test_id))
            digests.push_back(failure(collect).fingerprint.digest);
    return digests;
}

/// True if the failure is one of a whole session, and this session ended by itself, before any test and otherwise.
bool of_another_session_failure(const Cluster& cluster, const RecordingIndex& index) {
    return cluster.error.phase == TestPhase::session && index.session_failure() && !index.recording().timed_out &&
           !index.recording().signal;
}

bool holds_digest(const std::vector<std::string>& digests, const std::string& digest) {
    return std::find(digests.begin(), digests.end(), digest) != digests.end();
}

}  // namespace

bool has_passed(Outcome outcome) {
    return outcome == Outcome::passed || outcome == Outcome::xfailed || outcome == Outcome::xpassed;
}

CellResult classify(const Cluster& cluster, const std::string& test_id, const RecordingIndex& index) {
    const TestRecord* test = index.test(test_id);
    const auto digests = digests_of(test_id, index);
    if (holds_digest(digests, cluster.fingerprint.digest)) return CellResult::fails;
    if (index.session_failure() && index.session_failure()->fingerprint == cluster.fingerprint)
        return CellResult::fails;
    if (!digests.empty() || of_another_session_failure(cluster, index)) return CellResult::other;
    if (test && has_passed(test->outcome)) return CellResult::passes;
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

CellResult classify_for_cause(const Cluster& cluster, const std::string& test_id, const RecordingIndex& index) {
    const CellResult result = classify(cluster, test_id, index);
    if (cluster.good_digest.empty() || result == CellResult::fails || result == CellResult::passes) return result;
    const bool of_session =
        index.session_failure() && index.session_failure()->fingerprint.digest == cluster.good_digest;
    return of_session || holds_digest(digests_of(test_id, index), cluster.good_digest) ? CellResult::passes : result;
}

}  // namespace testskew::compare
