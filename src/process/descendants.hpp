#pragma once

namespace testskew::process {

/// Sends SIGKILL to every process that came from `ancestor`, by the parents that /proc names (Linux; elsewhere nothing
/// is done and the process group alone is killed).
void kill_descendants(int ancestor);

}  // namespace testskew::process
