#pragma once
#include <optional>
#include <vector>

#include "compare/fingerprint.hpp"

namespace testskew::compare {

/// Every failure of a test. The first stands for the test; the order is: a crash or time-out, then for each phase
/// (setup, call, teardown) failed subtests before the phase's own failure. Empty if the test did not fail.
std::vector<Identified> failures(const TestRecord& test);

/// The first of failures(). Without `shown` only its fingerprint is made, which is cheap. Only one of many tests with
/// the same fingerprint has to be shown.
std::optional<Identified> first_failure(const TestRecord& test, bool shown);

}  // namespace testskew::compare
