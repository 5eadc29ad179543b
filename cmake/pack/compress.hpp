#pragma once
#include <string>

namespace testskew::pack {

/// `text` as .xz data, as small as LZMA makes it. Throws std::runtime_error if liblzma cannot.
std::string compressed(const std::string& text);

}  // namespace testskew::pack
