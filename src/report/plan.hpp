#pragma once
#include "report/facts.hpp"
#include "report/layout.hpp"

namespace testskew::report {

/// Writes every session of the run with what it ran, why, and what each problem did in it (--explain-plan).
void write_plan(Layout& layout, const Report& report);

}  // namespace testskew::report
