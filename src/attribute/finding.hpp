#pragma once
#include <vector>

#include "attribute/case.hpp"
#include "attribute/engine.hpp"
#include "attribute/needs.hpp"

namespace testskew::attribute {

/// The finding of a case. `knowledge` covers the whole log.
Finding finding_of(const Question& question, const Needs& needs, const Knowledge& knowledge, const Case& c);

/// Numbers the problems from 1, in order. Findings that share one shown cause are one problem; 0 is left for those
/// without a cause.
void number_problems(std::vector<Finding>& findings);

}  // namespace testskew::attribute
