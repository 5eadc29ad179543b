#pragma once
#include <string>

#include "report/facts.hpp"

namespace testskew::report {

/// The tracebacks of a failure on both sides, beside each other, frame by frame. The first frame that differs is
/// marked. Where the other side passes, its column says so, and what it did at the place where the two runs part.
std::string html_tracebacks(const Report& report, const Cluster& cluster);

/// The traceback of one failure, one frame after the other.
std::string html_traceback(const Failure& failure);

}  // namespace testskew::report
