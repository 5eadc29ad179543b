#pragma once
#include <string>

namespace testskew {

/// The name of the operating system with its version: "Debian GNU/Linux 12 (bookworm)"; "" if it does not say it.
std::string os_name();

}  // namespace testskew
