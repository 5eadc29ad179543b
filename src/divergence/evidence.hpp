#pragma once
#include <string>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::divergence {

/// True if a failure does not say what broke: it is a failed assertion of a test, with no exception of the project
/// behind it.
bool says_nothing(const Failure& failure);

/// Adds the exceptions that were swallowed in that test in the bad session and not in the good one. Adds nothing unless
/// both sessions looked in the same way (both were traced, or both had sys.monitoring).
void add_swallowed(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good);

/// Adds the files and modules that the bad session looked for and did not find, in that test or while importing, if the
/// good session found them or did not look for them.
void add_missing(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good);

/// Adds the files and folders that this test made on the same line in both sessions, with another mode in each.
void add_made(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good);

/// Adds what the traced sessions had to leave out of that test.
void add_cuts(Cluster& cluster, const std::string& test, const Recording& bad, const Recording& good);

}  // namespace testskew::divergence
