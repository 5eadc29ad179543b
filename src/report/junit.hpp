#pragma once
#include <string>

#include "model/ci_report.hpp"
#include "util/secrets.hpp"

namespace testskew::report {

/// What failed as JUnit XML: a suite for each problem, proven ones first, with a test case for each failed test, which
/// carries the cause. The tests that passed are not in it. No two cases have the same name, as GitLab ignores the
/// second one, and the whole keeps below the 30 MB that GitLab reads.
std::string junit(const CiReport& report, const Secrets& secrets);

}  // namespace testskew::report
