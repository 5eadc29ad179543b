#pragma once

#include "process/preparation.hpp"

namespace testskew::process {

/// Gives the calling process, a child before exec, these settings: umask, processors, limits, and last the user, as
/// the others may need root. Throws std::runtime_error saying what was refused.
void apply(const HostChanges& changes);

}  // namespace testskew::process
