#pragma once

#include "process/preparation.hpp"

namespace testskew::process {

/// Takes the calling process, a child before exec with one thread, into a workspace. With overlays, it gets a mount
/// namespace of its own. For root this is a plain one. For others it is inside a user namespace that maps only the
/// user, to himself, so that the uid and the gid stay what they are, and exec removes all privileges again. Overlays
/// exist on Linux only. Throws std::runtime_error, which says what was refused.
void enter(const Entrance& entrance);

}  // namespace testskew::process
