#include "compare/index.hpp"
#include "model/node_id.hpp"

#include <algorithm>

namespace testskew::compare {

RecordingIndex::RecordingIndex(const Recording& recording)
    : recording_(&recording), session_failure_(compare::session_failure(recording)) {
    tests_.reserve(recording.tests.size());
    for (const TestRecord& test : recording.tests) tests_.emplace(test.id, &test);
    deselected_.insert(recording.deselected.begin(), recording.deselected.end());
    for (const CollectRecord& collect : recording.collection) {
        if (collect.outcome == CollectOutcome::failed) failed_.push_back(&collect);
        if (collect.outcome == CollectOutcome::skipped) skipped_.push_back(&collect);
    }
}

const TestRecord* RecordingIndex::test(const std::string& id) const {
    const auto found = tests_.find(id);
    return found == tests_.end() ? nullptr : found->second;
}

const CollectRecord* RecordingIndex::collect_failure(const std::string& id) const {
    const auto found =
        std::find_if(failed_.begin(), failed_.end(), [&](const CollectRecord* c) { return holds(c->id, id); });
    return found == failed_.end() ? nullptr : *found;
}

bool RecordingIndex::collect_skipped(const std::string& id) const {
    return std::any_of(skipped_.begin(), skipped_.end(), [&](const CollectRecord* c) { return holds(c->id, id); });
}

}  // namespace testskew::compare
