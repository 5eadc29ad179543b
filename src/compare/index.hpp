#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "compare/session_failures.hpp"
#include "model/recording.hpp"

namespace testskew::compare {

/// An index of a recording for questions about single tests. The recording must outlive it.
class RecordingIndex {
public:
    explicit RecordingIndex(const Recording& recording);

    const Recording& recording() const { return *recording_; }
    /// The test of that id; nullptr if the session did not collect it.
    const TestRecord* test(const std::string& id) const;
    /// True if the session deselected the test of that id.
    bool deselected(const std::string& id) const { return deselected_.count(id) > 0; }
    /// The failed collection that keeps the test from being collected; nullptr if there is none.
    const CollectRecord* collect_failure(const std::string& id) const;
    /// True if collecting its module, or a folder above it, was skipped.
    bool collect_skipped(const std::string& id) const;
    /// The failure of the session as a whole, if it did not get as far as running a test.
    const std::optional<Identified>& session_failure() const { return session_failure_; }

private:
    const Recording* recording_;
    std::unordered_map<std::string_view, const TestRecord*> tests_;
    std::unordered_set<std::string_view> deselected_;
    std::vector<const CollectRecord*> failed_, skipped_;
    std::optional<Identified> session_failure_;
};

}  // namespace testskew::compare
