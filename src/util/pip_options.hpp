#pragma once
#include <string_view>

namespace testskew {

/// The name that pip has for an option of uv that says where packages are looked for ("--index" is
/// "--extra-index-url");
/// "" if the option is none of these.
std::string_view pip_option_of(std::string_view uv_option);

}  // namespace testskew
