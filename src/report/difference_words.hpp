#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

/// In what the two sides differ, whether it matters or not.
namespace testskew::report {

/// A difference on one line, at most `most` names of each kind.
std::string difference_line(const Report& report, const Difference& difference, std::size_t most);

/// "DASHBOARD_API_KEY (not set in ci, set in local)"
std::string delta_line(const Report& report, Factor factor, const DeltaDifference& delta);

}  // namespace testskew::report
