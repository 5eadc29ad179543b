#pragma once
#include "attribute/experiment.hpp"
#include "model/attribution.hpp"

namespace testskew::attribute {

/// The session as the report lists it: which side it is, and what it takes from the other one; of the two ways to say
/// so, the one with fewer changes.
SessionSummary summarize(const Question& question, const LogEntry& entry);

}  // namespace testskew::attribute
