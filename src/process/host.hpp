#pragma once

#include "process/preparation.hpp"

namespace testskew::process {

/// Gives these settings to the calling process, which is a child before exec: the umask, the processors, the limits,
/// and last the user, because the others may need root. Throws std::runtime_error, which says what was refused.
void apply(const HostChanges& changes);

}  // namespace testskew::process
