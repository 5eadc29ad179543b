#pragma once
#include <string>
#include <vector>

#include "model/rate.hpp"
#include "model/report.hpp"

namespace testskew::report {

/// What was counted of a failure in pairs of sessions (testskew attribute --rate), and what that shows.
std::vector<std::string> rate_lines(const Report& report, const RateComparison& rates);

}  // namespace testskew::report
