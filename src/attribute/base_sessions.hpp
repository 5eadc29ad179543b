#pragma once
#include <vector>

#include "attribute/replay_state.hpp"

namespace testskew::attribute {

/// The sessions of the two whole sides: first side by side, then each alone.
class BaseSessions {
public:
    explicit BaseSessions(ReplayState& state) : s_(state) {}

    /// Returns false if some of the sessions are missing; they are then wanted. Sets `clash` in the replay state if
    /// sessions clash side by side.
    bool run();

    /// The cases of these groups, with what the base sessions say of them.
    std::vector<Case> cases(const std::vector<TestGroup>& groups) const;

private:
    /// Asks for the pairs of sessions of one round. An even index is the bad side, an odd index the good side. Returns
    /// false if some sessions are missing; they are then wanted.
    bool round(int number, int pairs, const char* reason);
    const LogEntry* entry(int round, int index) const;
    CellResult result(const TestGroup& group, int round, int index) const;
    /// True if the first pair of that round came out as the comparison found it: the bad side fails, the good passes.
    bool as_compared(const TestGroup& group, int round, int pair = 0) const;
    /// True if the sessions of the group agree when each runs alone, and gave another result side by side.
    bool clashes(const TestGroup& group) const;
    void judge(Case& c) const;

    ReplayState& s_;
};

}  // namespace testskew::attribute
