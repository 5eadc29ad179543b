#pragma once
#include <vector>

#include "model/recording.hpp"
#include "recording/values.hpp"

namespace testskew::recording {

/// Adds one `trace` record. Consecutive records of one test make one trace, to whose lists each of them adds. A trace
/// with more rows than are kept is marked `cut`. Returns false if no further trace is kept.
bool add_trace(const Value& value, std::vector<Trace>& traces);

}  // namespace testskew::recording
