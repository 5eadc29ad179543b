#pragma once
#include <vector>

#include "attribute/replay_state.hpp"

namespace testskew::attribute {

/// The sessions of the two whole sides: first side by side, then each alone.
class BaseSessions {
public:
    explicit BaseSessions(ReplayState& state) : s_(state) {}

    /// False if some of them are missing; then they are wanted. Sets `exclusive` if sessions clash side by side.
    bool run();

    /// The cases of these groups, with what the base sessions say of them.
    std::vector<Case> cases(const std::vector<TestGroup>& groups) const;

private:
    /// One pair of sessions or more; an even index is the bad side, an odd one the good side. False if some are
    /// missing; then they are wanted.
    bool round(int number, int pairs, const char* reason);
    const LogEntry* entry(int round, int index) const;
    CellResult result(const TestGroup& group, int round, int index) const;
    /// True if the first pair of that round came out as the comparison found it: the bad side fails, the good passes.
    bool as_compared(const TestGroup& group, int round, int pair = 0) const;
    /// True if the sessions of the group agree alone, and gave something else side by side.
    bool clashes(const TestGroup& group) const;
    void judge(Case& c) const;

    ReplayState& s_;
};

}  // namespace testskew::attribute
