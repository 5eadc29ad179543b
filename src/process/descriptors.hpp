#pragma once
#include <vector>

namespace testskew::process {

/// Closes every descriptor from `first` on.
void close_descriptors_from(int first);

/// Marks every descriptor from `first` on as one that exec closes.
void close_at_exec_from(int first);

/// Returns every open descriptor that exec leaves open, in order.
std::vector<int> descriptors_kept_at_exec();

}  // namespace testskew::process
