#pragma once
#include <string>

#include "model/report.hpp"

namespace testskew::report {

/// The line on how often a failure was seen: "failed in 3 of 3 sessions on both sides", "failed in 1 of 3 sessions in
/// ci and in 2 of 3 in local". A failure of both sides that was not run again is said to be seen once. Empty for all
/// others.
std::string repetition_line(const Report& report, const Cluster& cluster);

}  // namespace testskew::report
