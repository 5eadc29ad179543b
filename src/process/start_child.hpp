#pragma once

#include "process/guard_task.hpp"

namespace testskew::process {

/// Starts the child of a guard on the guard's own standard streams. The guard, which has one thread, calls it. Returns
/// the pid of the child. If the program could not be started, the child writes the reason to `error_pipe`. Otherwise
/// nothing is written, and exec closes the pipe. Throws std::system_error if no child could be made at all.
int start_child(const GuardTask& task, int error_pipe);

}  // namespace testskew::process
