#pragma once
#include <string_view>
#include <utility>

#include "process/process.hpp"
#include "process/start_guard.hpp"
#include "util/descriptor.hpp"

namespace testskew::process {

/// Both ends of a child's streams: what it gets, and what we read. `read_err` is -1 for a terminal, and both are if
/// streams are inherited.
struct Streams {
    ChildStreams child;
    Descriptor in, out, err;        ///< the child's ends, closed here once its guard has them
    Descriptor read_out, read_err;  ///< not blocking
};

/// Opens what `command` asks for. All close at exec. Throws std::system_error.
Streams open_streams(const Command& command);

/// A connected pair of sockets for a guard: first ours (not blocking), then the guard's. Throws std::system_error.
std::pair<Descriptor, Descriptor> open_sockets();

/// Sends all of it, waiting while the socket is full. Throws std::system_error.
void send_all(int socket, std::string_view bytes);

}  // namespace testskew::process
