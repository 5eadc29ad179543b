#pragma once
#include <string>

#include "model/ci_report.hpp"
#include "util/secrets.hpp"

namespace testskew::report {

/// GitHub keeps this many results of a run.
constexpr std::size_t most_results = 5000;

/// What failed as SARIF 2.1.0: one run with one result for each group of equal failures, proven ones first, each at a
/// line of the repository. At most most_results; a note of the run says how many are left out.
std::string sarif(const CiReport& report, const Secrets& secrets);

}  // namespace testskew::report
