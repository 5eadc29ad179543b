#pragma once
#include <string>
#include <vector>

#include "model/report.hpp"

namespace testskew::report {

/// True if the report is to name this verdict. Without `verbose` it is false for an untestable factor that differs only
/// in the packages with which every environment is seeded (pip, setuptools, wheel).
bool is_told(const Report& report, const Verdict& verdict, bool verbose);

/// What differs in a factor that could not be tested, on one line. Empty for any other verdict, and for the
/// interpreter, as the factor's name says enough.
std::string untested_words(const Report& report, const Verdict& verdict);

/// The differences that a report names. The one in pip is left out unless `verbose`.
std::vector<Difference> told_differences(const Report& report, bool verbose);

}  // namespace testskew::report
