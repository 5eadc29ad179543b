#pragma once

namespace testskew::process {

/// The ends of pipes, or the pseudo-terminal, that a child gets as its streams. -1 keeps our own stream.
struct ChildStreams {
    int in = -1, out = -1, err = -1;
};

/// Starts a guard with these streams and this end of a socket pair, and with all signals blocked. The task has still to
/// be sent to it. Returns its pid. Throws std::system_error.
int start_guard(const ChildStreams& streams, int socket);

/// Waits for the end of a guard that has closed its socket or was told to end, and so is about to be gone. Returns its
/// status, as waitpid does.
int wait_for_guard(int pid);

/// Lets a guard go on that a signal has stopped since the last call.
void wake_stopped(int pid);

}  // namespace testskew::process
