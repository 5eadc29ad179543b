#pragma once
#include <set>
#include <string>
#include <vector>

#include "attribute/engine.hpp"
#include "sides/factors.hpp"

namespace testskew::investigation {

/// The ids of the clusters whose tests, without any other test, fail on the bad side and pass on the good one, as the
/// sessions of `log` showed it. Of a large cluster a few tests were run, and they stand for all of it.
std::vector<int> failing_alone(const attribute::Log& log);

/// The clusters of which no test failed on the bad side in a session without the other tests.
std::set<int> passing_alone(const attribute::Log& log);

/// The modules and tests of the bad side that are enough to bring the failures which need others, as the search found
/// them (node ids). Empty if there are none, or more than a command line should name.
std::vector<std::string> culprits_of(const attribute::Conclusion& conclusion,
                                     const std::vector<sides::SwapDelta>& deltas);

}  // namespace testskew::investigation
