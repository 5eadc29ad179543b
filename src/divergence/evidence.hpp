#pragma once
#include <string>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::divergence {

/// Whether a failure does not say what broke: an assertion, a test that was not content, with no exception of the
/// project behind it.
bool says_nothing(const Failure& failure);

/// Adds the exceptions that the bad session saw swallowed in that test and the good one did not. Both must have looked
/// in the same way (traced, or sys.monitoring in both).
void add_swallowed(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good);

/// Adds the files and modules that the bad session looked for in that test, or while importing, and did not find, and
/// the good one did.
void add_missing(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good);

/// Adds what the traced sessions of that test had to leave out.
void add_cuts(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good);

}  // namespace testskew::divergence
