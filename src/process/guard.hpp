#pragma once
#include <cstdint>

/// Between testskew and each child stands a guard: a process of its own (this program once more, run as
/// `testskew __guard`) that does nothing but start the child, wait for it and, in the end, kill it with all that came
/// from it. A guard is the subreaper of exactly one child. So a daemon that escaped from its session is found, and
/// found to be this child's, however many children run at once. Guard and program share one socket. When it reads
/// end-of-file, the program is gone (even by SIGKILL) or has no more use for the child, and everything is killed.
///
/// The guard begins with the streams of the child as its own standard streams, and with the socket as descriptor 3.
/// The first four bytes that it reads there are the length of a GuardTask, whose bytes follow. After that come orders.
namespace testskew::process {

/// The descriptor at which a guard finds its socket.
constexpr int guard_socket = 3;

/// A message of a guard. `value` is the pid of the child, the length of the reason that follows, or the status of
/// waitpid.
struct Message {
    enum Kind : std::int32_t { started = 1, start_error = 2, ended = 3 };
    std::int32_t kind, value;
};

/// An order for a guard.
enum class Order : char { terminate = 'T', kill = 'K' };

/// Lives the life of a guard, and ends the process.
[[noreturn]] void guard();

}  // namespace testskew::process
