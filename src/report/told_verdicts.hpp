#pragma once
#include <string>
#include <vector>

#include "model/report.hpp"

namespace testskew::report {

/// False for a factor that could not be tested, if it is nothing but what environments are seeded with and not
/// `verbose`.
bool is_told(const Report& report, const Verdict& verdict, bool verbose);

/// What differs in a factor that could not be tested, on one line; "" for the interpreter, which its name tells, and
/// for other verdicts.
std::string untested_words(const Report& report, const Verdict& verdict);

/// The differences as a report tells them: that of pip alone only if `verbose`.
std::vector<Difference> told_differences(const Report& report, bool verbose);

}  // namespace testskew::report
