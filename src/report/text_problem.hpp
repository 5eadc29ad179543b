#pragma once
#include "report/facts.hpp"
#include "report/layout.hpp"

namespace testskew::report {

/// One problem: verdict, tests, error, cause and evidence.
void write_problem(Layout& layout, const Report& report, const Problem& problem);

/// What failed, where, and what hid it, without any word of causes; `indent` spaces before each line.
void write_failures(Layout& layout, const Report& report, const std::vector<const Cluster*>& clusters,
                    const Cause* cause, int indent);

}  // namespace testskew::report
