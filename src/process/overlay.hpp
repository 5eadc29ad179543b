#pragma once

#include "process/preparation.hpp"

namespace testskew::process {

/// Takes the calling process, a child before exec with one thread, into a workspace. With overlays it gets a mount
/// namespace of its own: as root a plain one, else one inside a user namespace that maps the user to himself and
/// nobody else, so that uid and gid stay what they are and exec takes all privileges away again. Overlays exist on
/// Linux only. Throws std::runtime_error saying what was refused.
void enter(const Entrance& entrance);

}  // namespace testskew::process
