#pragma once
#include "attribute/confirm.hpp"

namespace testskew::attribute {

/// Everything the engine holds of one subject when it concludes.
struct Case {
    Subject subject;
    Story story;
    std::string note;       ///< why there is no search or no claim; "" otherwise
    bool searched = false;  ///< the search ended
    bool flaky = false, only_side_by_side = false, context_dependent = false;
    bool refuted = false;       ///< the confirming sessions contradict the claim
    bool alone_failed = false;  ///< a claim found among the failing tests alone was refuted with all of them
    Outcome outcome;
};

/// The finding of a case. `knowledge`: the whole log.
Finding finding_of(const Question& question, const Needs& needs, const Knowledge& knowledge, const Case& c);

/// Numbers the problems: the findings that share one shown cause, in order.
void number_problems(std::vector<Finding>& findings);

}  // namespace testskew::attribute
