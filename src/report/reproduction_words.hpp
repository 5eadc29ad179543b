#pragma once
#include <string>
#include <vector>

#include "model/report.hpp"

namespace testskew::report {

/// Whether the recorded failures of a leg came again, in one sentence: "reproduced: 31 of 31 failures of leg.jsonl, the
/// same as recorded", or "not reproduced: ..." with the tests that did not fail or failed in another way.
std::string reproduction_words(const Reproduction& reproduction);

/// Such a sentence for each side that is a recording, the bad side first: what a reader has to know before all else.
struct ReproductionLine {
    std::string text;
    bool whole = false;  ///< nothing is missing, so that it is no warning
};
std::vector<ReproductionLine> reproduction_lines(const Report& report);

}  // namespace testskew::report
