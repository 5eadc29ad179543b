#include "util/requirement.hpp"

#include <algorithm>
#include <cctype>

#include "util/text.hpp"

namespace testskew {
namespace {

bool name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.'; }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string normalized_name(std::string_view name) {
    std::string result;
    for (const char c : name) {
        const bool separator = c == '-' || c == '_' || c == '.';
        if (!separator)
            result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        else if (!result.empty() && result.back() != '-')
            result += '-';
    }
    return result;
}

std::string requirement_name(std::string_view requirement) {
    requirement = trim(requirement);
    size_t end = 0;
    while (end < requirement.size() && name_character(requirement[end])) ++end;
    if (end == 0 || !std::isalnum(static_cast<unsigned char>(requirement[0]))) return "";
    const std::string_view rest = trim(requirement.substr(end));
    if (!rest.empty() && std::string_view("[<>=!~;@(,").find(rest[0]) == std::string_view::npos) return "";
    return normalized_name(requirement.substr(0, end));
}

std::string wheel_version(std::string_view file_name) {
    if (!file_name.ends_with(".whl")) return "";
    const auto parts = split(file_name, '-');
    return parts.size() >= 5 ? parts[1] : "";
}

std::string file_url_path(std::string_view url) {
    if (!url.starts_with("file:")) return "";
    url.remove_prefix(5);
    if (url.starts_with("//")) {
        url.remove_prefix(2);
        url.remove_prefix(std::min(url.find('/'), url.size()));  // the host, empty or localhost
    }
    url = url.substr(0, url.find('#'));
    std::string path;
    for (size_t i = 0; i < url.size(); ++i) {
        if (url[i] == '%' && i + 2 < url.size() && hex_digit(url[i + 1]) >= 0 && hex_digit(url[i + 2]) >= 0) {
            path += static_cast<char>(hex_digit(url[i + 1]) * 16 + hex_digit(url[i + 2]));
            i += 2;
        } else {
            path += url[i];
        }
    }
    return path;
}

}  // namespace testskew
