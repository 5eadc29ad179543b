#pragma once
#include <cstdint>

#include "process/process.hpp"

/// Between testskew and each child stands a guard: a forked copy of testskew that does nothing but start the child,
/// wait for it and, in the end, kill it with all that came from it. A guard is the subreaper of exactly one child, so a
/// daemon that escaped from its session is found, and found to be this child's, however many children run at once.
/// Guard and program share one socket: when it reads end-of-file, the program is gone (even by SIGKILL) or has no more
/// use for the child, and everything is killed.
namespace testskew::process {

/// The ends of pipes, or the pseudo-terminal, that a child gets as its streams; -1 keeps our own.
struct ChildStreams {
    int in = -1, out = -1, err = -1;
    bool terminal = false;  ///< `in` is a pseudo-terminal that becomes the controlling one
};

/// What a guard tells. `value` is the child's pid, the length of the reason that follows, or the status of waitpid.
struct Message {
    enum Kind : std::int32_t { started = 1, start_error = 2, ended = 3 };
    std::int32_t kind, value;
};

/// What a guard is asked for.
enum class Order : char { terminate = 'T', kill = 'K' };

/// The life of a guard, called in the forked process with all signals blocked; ends it. `socket` is its end of the
/// socket pair, `program_socket` the other one, which it must not hold open.
[[noreturn]] void guard(const Command& command, const ChildStreams& streams, int socket, int program_socket);

/// The child between fork and exec: session, streams, before_exec, folder, signals. Writes the reason to `error_pipe`
/// where that fails. `guard_pid` is its parent.
[[noreturn]] void start_program(const Command& command, const ChildStreams& streams, int error_pipe, int guard_pid);

/// Every descriptor from `first` on is closed at exec (`at_exec`) or now.
void close_descriptors_from(int first, bool at_exec);

}  // namespace testskew::process
