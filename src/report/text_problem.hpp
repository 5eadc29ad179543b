#pragma once
#include "report/facts.hpp"
#include "report/layout.hpp"

namespace testskew::report {

/// Writes one problem: its verdict, tests, error, cause and evidence.
void write_problem(Layout& layout, const Report& report, const Problem& problem);

/// Writes a problem on one line: its verdict, how many tests it has, and its error.
void write_problem_line(Layout& layout, const Report& report, const Problem& problem);

/// Writes what failed, where it failed and what hid it from the tests, with `indent` spaces before each line. It says
/// nothing of causes; what a cause of the report names is left out here, so that nothing is said twice.
void write_failures(Layout& layout, const Report& report, const std::vector<const Cluster*>& clusters, int indent);

/// Writes the exceptions of a failure with their frames.
void write_traceback(Layout& layout, const Failure& failure, int indent);

}  // namespace testskew::report
