#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

/// The sentences on the run as a whole.
namespace testskew::report {

/// The first sentence of a report: "31 tests fail in ci and pass in local. They are 3 problems."
std::string headline(const Report& report);

/// Why attribution ended early, as report.json has it: "budget", "files changed: ..."; "" if it did not.
std::string stopped_words(const Obstacle& why);

/// The sentence that says why a run ended before everything was tested.
std::string stopped_line(const Report& report);

}  // namespace testskew::report
