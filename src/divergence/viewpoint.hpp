#pragma once
#include <vector>

#include "divergence/walk.hpp"

namespace testskew::divergence {

/// The runs of one test on both sides with their differences, or the same for what ran before all tests.
struct Story {
    const Tree& bad;
    const Tree& good;
    const std::vector<Difference>& differences;
};

/// A difference of a story.
struct Place {
    const Story* story = nullptr;
    std::size_t index = 0;
    const Difference& difference() const { return story->differences[index]; }
};

/// The side from which a difference is described: the one that shows a decision, otherwise the bad one.
struct Viewpoint {
    const Tree* tree = nullptr;  ///< of that side
    bool bad = true;
    int node = 0, token = -1;                     ///< what differs, on that side
    const Trace::Statement* statement = nullptr;  ///< the statement that decided it
    int statement_number = -1;
};

/// The viewpoint of a difference. For an argument it is the call that the bad side's caller made.
Viewpoint viewpoint_of(const Place& place);

/// True if a token shows what a statement decided: which block was entered, or what was raised. False if `token` is -1.
bool shows_decision(const Tree& tree, int node, int token);

}  // namespace testskew::divergence
