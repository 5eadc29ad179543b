#pragma once
#include <set>
#include <vector>

#include "attribute/engine.hpp"

namespace testskew::investigation {

/// The ids of the clusters whose tests fail on the bad side and pass on the good one without any other test, as the
/// sessions of `log` showed it. Of a large cluster a few tests were run, and they speak for it.
std::vector<int> failing_alone(const attribute::Log& log);

/// The clusters of which no test failed on the bad side without the other tests.
std::set<int> passing_alone(const attribute::Log& log);

}  // namespace testskew::investigation
