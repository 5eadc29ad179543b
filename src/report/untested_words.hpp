#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

namespace testskew::report {

/// What is known of these failures without an experiment that showed it: "not tested: itertools.batched is new in
/// Python 3.12", and what to write instead. Of what was tested in vain it says "not proven".
std::vector<std::string> untested_lines(const Report& report, const std::vector<const Cluster*>& clusters);

/// Why none of the differences of the two sides was tested.
std::string untested_differences(const Report& report);

}  // namespace testskew::report
