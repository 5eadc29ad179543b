#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

/// The lines that a report writes below the sentence of a cause.
namespace testskew::report {

/// The releases on both sides of the boundary at which the failure begins, with the days on which they came out: "httpx
/// 0.27.2 (2024-08-27) passes, 0.28.0 (2024-11-28) fails". It is empty if that adds nothing to the cause's sentence.
std::string release_line(const CausePackage& package);

/// The lines below the cause's sentence: the places, packages, variables, files, sets and layers that it does not tell
/// already. What belongs to a failure hidden behind this one is told by hidden_layers() if the cause was looked into.
std::vector<std::string> cause_lines(const Report& report, const Cause& cause);

}  // namespace testskew::report
