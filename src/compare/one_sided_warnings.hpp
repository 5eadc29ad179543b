#pragma once
#include <vector>

#include "model/recording.hpp"

namespace testskew::compare {

/// The warnings of `recording` that `other` did not give, each kind once, at most 50. Two warnings are of one kind if
/// they have the same category and file, and the same message but for what varies from run to run.
std::vector<WarningRecord> one_sided_warnings(const Recording& recording, const Recording& other);

}  // namespace testskew::compare
