#pragma once
#include "attribute/experiment.hpp"
#include "model/attribution.hpp"

namespace testskew::attribute {

/// The session as the report lists it: the side that it starts from, and what it takes from the other side. It starts
/// from the side that needs fewer changes.
SessionSummary summarize(const Question& question, const LogEntry& entry);

}  // namespace testskew::attribute
