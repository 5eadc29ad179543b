#pragma once
#include <string>

#include "model/report.hpp"

namespace testskew::report {

/// "failed in 3 of 3 sessions on both sides", "failed in 1 of 3 sessions in ci and in 2 of 3 in local"; for a failure
/// on both sides that was not looked at again, that it was seen once; "" for all others.
std::string repetition_line(const Report& report, const Cluster& cluster);

}  // namespace testskew::report
