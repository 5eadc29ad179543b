#pragma once
#include <string>
#include <string_view>

namespace testskew::explain {

/// Unpacks .xz data that the build embedded. Throws std::runtime_error if the data is damaged or of another kind.
std::string unpack(std::string_view packed);

}  // namespace testskew::explain
