#pragma once

#include "process/guard_task.hpp"

namespace testskew::process {

/// Starts the child of a guard, on the guard's own standard streams; called by the guard, which has one thread. Gives
/// its pid. Why the program could not be started is written to `error_pipe` by the child; nothing is written, and the
/// pipe is closed, at exec. Throws std::system_error if there can be no child at all.
int start_child(const GuardTask& task, int error_pipe);

}  // namespace testskew::process
