#pragma once
#include <string>

#include "model/ci_report.hpp"

namespace testskew::report {

/// The report of a run as that of a CI with two legs, its bad and its good side, for the formats that know legs.
/// `folder` is that of the project below the root of the repository; "" if they are the same.
CiReport run_as_ci(const Report& report, const std::string& folder);

}  // namespace testskew::report
