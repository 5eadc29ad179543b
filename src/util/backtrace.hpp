#pragma once
#include <exception>
#include <string>
#include <vector>

namespace testskew {

/// The place at which the caught exception `error` was thrown: one line for each frame, the innermost first, for
/// example `/usr/bin/testskew +0x1f2e3` (`addr2line -Cfie /usr/bin/testskew 0x1f2e3` names the place) or
/// `/lib/libstdc++.so.6 +0xa1c3d std::__throw_out_of_range(char const*)`. Empty if the place is not known, because only
/// the last few exceptions are kept, or because this system has no <execinfo.h>.
std::vector<std::string> backtrace_of(const std::exception& error);

}  // namespace testskew
