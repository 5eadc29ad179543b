#pragma once

namespace testskew::process {

/// Closes every descriptor from `first` on.
void close_descriptors_from(int first);

/// Marks every descriptor from `first` on as one that exec closes.
void close_at_exec_from(int first);

}  // namespace testskew::process
