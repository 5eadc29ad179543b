#pragma once
#include <string>
#include <string_view>

namespace testskew::explain {

/// Unpacks .xz data that the build embedded. Throws std::runtime_error if it is no such data.
std::string unpack(std::string_view packed);

}  // namespace testskew::explain
