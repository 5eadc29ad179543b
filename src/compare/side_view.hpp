#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compare/index.hpp"

namespace testskew::compare {

/// What one side says of one test.
struct TestView {
    enum class State { failing, passing, skipped, xfailed, not_run, deselected, absent };
    State state = State::absent;
    Outcome outcome = Outcome::not_run;
    std::optional<Identified> failure;  ///< set if it is failing
    /// Set if all this is of the session of tests that the side had not collected: what its own session says.
    std::optional<State> by_itself;
};

/// One side of a comparison: its recording and, if there is one, the session of what it had not collected.
class SideView {
public:
    /// Both recordings must outlive this; `extra` may be nullptr.
    SideView(const Recording& recording, const Recording* extra);
    /// What this side says of that test. Without `with_failure` only the fingerprint of its failure is made.
    TestView view(const std::string& id, bool with_failure = true) const;
    /// The ids of what fails, each once: tests in order, then modules that could not be collected. A module stands for
    /// the tests that the other side has of it, or for itself if that has none. If the whole session failed, it is
    /// everything that the other side ran.
    std::vector<std::string> failing(const SideView& other) const;
    const RecordingIndex& index() const { return index_; }
    std::string name() const;

private:
    void add_tests_below(const std::string& node, std::vector<std::string>& ids) const;
    RecordingIndex index_;
    std::optional<RecordingIndex> extra_;
};

}  // namespace testskew::compare
