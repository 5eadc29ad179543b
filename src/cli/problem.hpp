#pragma once
#include <string>

#include "report/facts.hpp"

namespace testskew::cli {

/// The number in "[RUN] PROBLEM". `command` is for the message. Throws Error (usage) if the text is no number above 0.
int problem_number(const std::string& command, const std::string& text);

/// The problem of a run that has this number. Throws Error (usage) if there is none.
report::Problem problem_of(const Report& report, int number);

}  // namespace testskew::cli
