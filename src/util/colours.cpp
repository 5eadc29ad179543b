#include "util/colours.hpp"

namespace testskew {

std::string without_spelled_colours(std::string_view text) {
    constexpr std::string_view begin = "\\x1b[";
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with(begin)) {
            const std::size_t end = text.find_first_not_of("0123456789;", at + begin.size());
            if (end != std::string_view::npos && text[end] == 'm') {
                at = end + 1;
                continue;
            }
        }
        result += text[at++];
    }
    return result;
}

}  // namespace testskew
