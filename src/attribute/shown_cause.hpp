#pragma once
#include "attribute/case_view.hpp"
#include "model/attribution.hpp"

namespace testskew::attribute {

/// Writes the cause of a case that has a claim into `attribution`, whose verdicts are there already, or a caveat that
/// says why there is none.
void write_cause(const CaseView& view, ClusterAttribution& attribution);

}  // namespace testskew::attribute
