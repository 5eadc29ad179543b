#pragma once
#include <functional>
#include <vector>

#include "divergence/walk.hpp"
#include "model/comparison.hpp"

namespace testskew::divergence {

/// The runs of one test on both sides with their differences, and those of what ran before all tests.
struct Story {
    const Tree& bad;
    const Tree& good;
    const std::vector<Difference>& differences;
};

/// A difference of one of the two stories.
struct Place {
    const Story* story = nullptr;
    std::size_t index = 0;
    const Difference& difference() const { return story->differences[index]; }
};

/// Follows a difference back to where it came from: from a statement to what it called, to the variables that it read,
/// to the arguments of its function and to the names of modules, as long as these differ too. `noise` says which
/// differences are not to be followed.
Place origin(Place from, const Story& imports, const Names& names, const std::function<bool(const Difference&)>& noise);

/// In words.
Divergence describe(const Place& place, const Names& names);

}  // namespace testskew::divergence
