#pragma once
#include <string>

#include "model/report.hpp"

/// The words for one session of a run.
namespace testskew::report {

/// From which sides it was: "ci", or "ci, but click and TZ as in local". Of many differences only the first are named.
std::string mixture_words(const Report& report, const SessionSummary& session);

/// What a result says of the tests: "fails", "passes", "fails otherwise", "nothing".
std::string result_word(CellResult result);

/// What each group of equal failures did in it: "1 fails, 2 passes"; with a single group "fails".
std::string results_words(const SessionSummary& session);

}  // namespace testskew::report
