#pragma once
#include <string>

namespace testskew::pack {

/// Compresses `text` to .xz data, as small as LZMA can make it. Throws std::runtime_error if liblzma fails.
std::string compressed(const std::string& text);

}  // namespace testskew::pack
