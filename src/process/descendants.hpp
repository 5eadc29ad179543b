#pragma once

namespace testskew::process {

/// Sends SIGKILL to every process that came from `ancestor`, by the parents that /proc names. This works on Linux only.
/// Elsewhere nothing is done here, and only the process group is killed.
void kill_descendants(int ancestor);

}  // namespace testskew::process
