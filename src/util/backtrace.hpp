#pragma once
#include <exception>
#include <string>
#include <vector>

namespace testskew {

/// Where `error`, which was caught, had been thrown: one line for each frame, the innermost first, for example
/// `/usr/bin/testskew +0x1f2e3` (`addr2line -Cfie /usr/bin/testskew 0x1f2e3` names the place) or
/// `/lib/libstdc++.so.6 +0xa1c3d std::__throw_out_of_range(char const*)`. Empty if that is not known: the exception is
/// an old one (those of the last few are kept), or this system has no <execinfo.h>.
std::vector<std::string> backtrace_of(const std::exception& error);

}  // namespace testskew
