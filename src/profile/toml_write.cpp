#include "profile/toml_write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace testskew::profile {

std::string toml_string(const std::string& text) {
    std::string result = "\"";
    for (const unsigned char c : text) {
        if (c == '"' || c == '\\')
            result += std::string("\\") + static_cast<char>(c);
        else if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else if (c < 0x20 || c == 0x7f)
            result += fmt::format("\\u{:04x}", c);
        else
            result += static_cast<char>(c);
    }
    return result + "\"";
}

std::string toml_key(const std::string& name) {
    const bool is_bare = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return (c < 0x80 && std::isalnum(c)) || c == '_' || c == '-';
    });
    return is_bare ? name : toml_string(name);
}

}  // namespace testskew::profile
