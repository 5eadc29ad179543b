#pragma once
#include <string>

namespace testskew {

/// The name of the operating system with its version: "Debian GNU/Linux 12 (bookworm)"; "" if it does not say it.
std::string os_name();

/// What this machine is, as far as sessions of two machines can be compared by it: the operating system with its
/// version, and the architecture of the processor. "Debian GNU/Linux 12 (bookworm), x86_64".
std::string machine_name();

}  // namespace testskew
