#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compare/fingerprint.hpp"
#include "compare/index.hpp"

namespace testskew::compare {

/// What one side says of one test.
struct View {
    enum class State { failing, passing, skipped, xfailed, not_run, deselected, absent };
    State state = State::absent;
    Outcome outcome = Outcome::not_run;
    std::optional<Identified> failure;  ///< where it is failing
    std::optional<State> by_itself;  ///< what this side's own selection says, where the rest is of a session of what it
                                     ///< had not collected
};

/// One side of a comparison: its recording and, where there is one, the session of what it had not collected.
class Side {
public:
    Side(const Recording& recording, const Recording* extra);
    /// What this side says of that test; what is shown of its failure (its fingerprint always is) only where
    /// `with_failure`.
    View view(const std::string& id, bool with_failure = true) const;
    /// Failing tests in order: tests, then modules that could not be collected (as `known`'s tests of it, or the module
    /// itself), or everything `known` ran where the whole session failed.
    std::vector<std::string> failing(const Side& known) const;
    const RecordingIndex& index() const { return index_; }
    std::string name() const;

private:
    void add_tests_below(const std::string& node, std::vector<std::string>& ids) const;
    RecordingIndex index_;
    std::optional<RecordingIndex> extra_;
};

}  // namespace testskew::compare
