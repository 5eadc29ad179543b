#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

/// What a report says of the run as a whole.
namespace testskew::report {

/// "31 tests fail in ci and pass in local. They are 3 problems."
std::string headline(const Report& report);

/// Why a run ended before everything was tested, as a sentence.
std::string stopped_line(const Report& report);

}  // namespace testskew::report
