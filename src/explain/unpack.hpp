#pragma once
#include <string>
#include <string_view>

namespace testskew::explain {

/// The text of .xz data that the build embedded. Throws std::runtime_error where it is no such data.
std::string unpack(std::string_view packed);

}  // namespace testskew::explain
