#pragma once
#include <string>

#include "model/report.hpp"

/// The tables of a report that are not about one problem.
namespace testskew::report {

/// The two sides, what they ran and what came of it.
std::string html_sides(const Report& report);

/// In what the two sides differ, a table for each factor: what is only on the one side or the other, as in a diff.
std::string html_differences(const Report& report);

/// Every session of the run, with why it was run, what came of it and how long it took.
std::string html_sessions(const Report& report);

/// The outcomes that differ without a failure, and the warnings of one side.
std::string html_other_outcomes(const Report& report);

}  // namespace testskew::report
