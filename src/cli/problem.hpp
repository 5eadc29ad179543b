#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "report/facts.hpp"

namespace testskew::cli {

/// The number in "[RUN] PROBLEM". `command` is for the message. Throws Error (usage) if the text is no number above 0.
int problem_number(const std::string& command, const std::string& text);

/// The number in "[RUN] PROBLEM" of a problem, or of a failure behind it.
struct ProblemPlace {
    int number = 0;
    std::optional<std::size_t> behind;  ///< of the failures behind that of the problem, outermost first; "1b" is 0
};

/// Reads "1" or "1b", as the report shows them. Throws Error (usage) if the text is neither.
ProblemPlace problem_place(const std::string& command, const std::string& text);

/// The problem of a run that has this number. Throws Error (usage) if there is none.
report::Problem problem_of(const Report& report, int number);

}  // namespace testskew::cli
