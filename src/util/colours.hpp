#pragma once
#include <string>
#include <string_view>

namespace testskew {

/// Without the escapes of colours as a repr spells them ("\x1b[1;31m" in ten characters), which only hide the text that
/// they colour.
std::string without_spelled_colours(std::string_view text);

}  // namespace testskew
