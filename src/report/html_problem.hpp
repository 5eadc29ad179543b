#pragma once
#include <string>

#include "report/facts.hpp"

namespace testskew::report {

/// One problem: its verdict, its errors with the tracebacks of both sides, its cause, what shows it and what was ruled
/// out.
std::string html_problem(const Report& report, const Problem& problem);

/// The errors of these clusters with what is known of them, and their tests.
std::string html_failures(const Report& report, const std::vector<const Cluster*>& clusters);

/// A verdict as a badge: "proven", "flaky", ...
std::string html_verdict(const std::string& verdict);

}  // namespace testskew::report
