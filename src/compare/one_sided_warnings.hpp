#pragma once
#include <vector>

#include "model/recording.hpp"

namespace testskew::compare {

/// The warnings of `recording` that `other` did not give: one of each kind, and at most 50. Two warnings are of the
/// same kind if they have the same category and file, and if their messages differ only in what varies from run to run.
/// `left_out` grows by the number of those that are not returned.
std::vector<WarningRecord> one_sided_warnings(const Recording& recording, const Recording& other, int& left_out);

}  // namespace testskew::compare
