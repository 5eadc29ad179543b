#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

namespace testskew::report {

/// What evidence points to and why, as one clause: "variable API_KEY: asked for at app/auth.py:12".
std::string suspicion_words(const Suspicion& suspicion);

/// The lines on what evidence points to for clusters of which no cause was shown, each marked as not tested. What
/// untested_lines() tells and what experiments ruled out is left out.
std::vector<std::string> suspicion_lines(const Report& report, const std::vector<const Cluster*>& clusters);

/// The same for somebody who waits: a line for each difference that is the first to be suspected, with the number of
/// tests, and one for what nothing points to.
std::vector<std::string> points_to(const Comparison& comparison, const std::vector<Suspicion>& suspicions);

}  // namespace testskew::report
