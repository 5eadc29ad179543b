#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

/// The differences between the two sides, whether or not they matter.
namespace testskew::report {

/// A difference on one line, with at most `most` names of each kind.
std::string difference_line(const Report& report, const Difference& difference, std::size_t most);

/// One delta with its value on each side: "DASHBOARD_API_KEY (not set in ci, set in local)".
std::string delta_line(const Report& report, Factor factor, const DeltaDifference& delta);

}  // namespace testskew::report
