#pragma once
#include <string>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::divergence {

/// True if a failure does not say what broke: it is an assertion of a test that was not content, and there is no
/// exception of the project behind it.
bool says_nothing(const Failure& failure);

/// Adds the exceptions that the bad session saw swallowed in that test and the good one did not. Nothing is added
/// unless both looked in the same way (both were traced, or both had sys.monitoring).
void add_swallowed(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good);

/// Adds the files and modules that the bad session looked for and did not find, in that test or while importing, and
/// that the good session found or did not look for.
void add_missing(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good);

/// Adds what the traced sessions had to leave out of that test.
void add_cuts(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good);

}  // namespace testskew::divergence
