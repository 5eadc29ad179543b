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
    /// Set if the other members come from the extra session with tests that the side had not collected. It is then what
    /// the side's own session says.
    std::optional<State> by_itself;
};

/// One side of a comparison: its recording and, if there is one, that of the extra session with the tests that it had
/// not collected.
class SideView {
public:
    /// Both recordings must outlive this; `extra` may be nullptr.
    SideView(const Recording& recording, const Recording* extra);
    /// What this side says of that test. Without `with_failure` only the fingerprint of its failure is made.
    TestView view(const std::string& id, bool with_failure = true) const;
    /// The ids of what fails, each once: tests in order, then modules that could not be collected. Instead of a module
    /// it gives the module's tests on the other side, or the module itself if there are none. If the whole session
    /// failed, it gives everything that the other side ran.
    std::vector<std::string> failing(const SideView& other) const;
    const RecordingIndex& index() const { return index_; }
    /// The name of the side, as a report shows it.
    std::string name() const;

private:
    void add_tests_below(const std::string& node, std::vector<std::string>& ids) const;
    RecordingIndex index_;
    std::optional<RecordingIndex> extra_;
};

}  // namespace testskew::compare
