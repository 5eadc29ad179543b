#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

/// What is said of a cause beside its sentence.
namespace testskew::report {

/// "httpx 0.27.2 (2024-08-27) passes, 0.28.0 (2024-11-28) fails": the releases next to where it begins to fail, and the
/// days on which they came out. "" where that says no more than the cause's sentence.
std::string release_line(const CausePackage& package);

/// What is to be said beside the cause's sentence: the places, packages, variables, files, sets and layers that it does
/// not tell already.
std::vector<std::string> cause_lines(const Report& report, const Cause& cause);

}  // namespace testskew::report
