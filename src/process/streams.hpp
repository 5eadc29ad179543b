#pragma once
#include <string_view>
#include <utility>

#include "process/process.hpp"
#include "process/start_guard.hpp"
#include "util/descriptor.hpp"

namespace testskew::process {

/// Both ends of a child's streams: what the child gets, and what we read. `read_err` is -1 for a terminal, and both are
/// -1 if the streams are inherited.
struct Streams {
    ChildStreams child;
    Descriptor in, out, err;        ///< The child's ends, which are closed here once its guard has them.
    Descriptor read_out, read_err;  ///< These do not block.
};

/// Opens what `command` asks for. Exec closes all of it. Throws std::system_error.
Streams open_streams(const Command& command);

/// Returns a connected pair of sockets for a guard: first ours, which does not block, then the guard's. Throws
/// std::system_error.
std::pair<Descriptor, Descriptor> open_sockets();

/// Sends all bytes and waits while the socket is full. Throws std::system_error.
void send_all(int socket, std::string_view bytes);

}  // namespace testskew::process
