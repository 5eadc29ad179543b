#pragma once
#include <string>
#include <string_view>

namespace testskew {

/// `text` without escapes of colours as a Python repr spells them ("\x1b[1;31m" in ten characters). They only make the
/// coloured text hard to read.
std::string without_spelled_colours(std::string_view text);

}  // namespace testskew
