#pragma once
#include <string_view>

namespace testskew {

/// The line of a Python program's output that tells why it ended: the last one that begins with the name of an
/// exception or of a warning, as the message behind it may have several lines; else the last line that is not empty; ""
/// if there is none. pytest's mark of an internal error ("INTERNALERROR> ") is left out.
std::string_view last_error_line(std::string_view output);

}  // namespace testskew
