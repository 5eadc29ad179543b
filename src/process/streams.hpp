#pragma once
#include <utility>

#include "process/guard.hpp"
#include "util/descriptor.hpp"

namespace testskew::process {

/// Both ends of a child's streams: what it gets, and what we read. `read_err` is -1 for a terminal, both are where
/// streams are inherited.
struct Streams {
    ChildStreams child;
    Descriptor in, out, err;        ///< the child's ends, closed here once it is forked
    Descriptor read_out, read_err;  ///< not blocking
};

/// Opens what `command` asks for. All close at exec. Throws std::system_error.
Streams open_streams(const Command& command);

/// A connected pair of sockets for a guard: first ours (not blocking), then the guard's. Throws std::system_error.
std::pair<Descriptor, Descriptor> open_sockets();

}  // namespace testskew::process
