#include "util/pip_options.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace testskew {

std::string_view pip_option_of(std::string_view uv_option) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> names = {
        {{"--default-index", "--index-url"},
         {"--index", "--extra-index-url"},
         {"--find-links", "--find-links"},
         {"--allow-insecure-host", "--trusted-host"}}};
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.first == uv_option; });
    return found == names.end() ? std::string_view() : found->second;
}

}  // namespace testskew
