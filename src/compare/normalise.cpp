#include "compare/normalise.hpp"

#include <array>

#include "compare/patterns.hpp"

namespace testskew::compare {
namespace {

struct Pattern {
    std::size_t (*length)(std::string_view);
    std::string_view placeholder;
};

/// The order matters, because the first pattern that fits counts: an address is also a number, and a URL contains a
/// path.
constexpr std::array<Pattern, 6> patterns = {{
    {url, "<url>"},
    {uuid, "<uuid>"},
    {address, "<addr>"},
    {time, "<time>"},
    {hex_word, "<hex>"},
    {temporary_word, "<tmp>"},
}};

std::string numbers_away(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t length = number(text);
        result += length ? '#' : text[0];
        text.remove_prefix(length ? length : 1);
    }
    return result;
}

/// The placeholder of a path: its last part, unless that is a temporary name.
std::string path_placeholder(std::string_view text) {
    const std::string_view last = text.substr(text.rfind('/') + 1);
    return last.empty() || temporary(last) ? "<path>" : "<path>/" + numbers_away(last);
}

/// Appends the placeholder of the text with which `rest` begins, and returns the length of that text. `before` is the
/// character before it.
std::size_t take_pattern(std::string& result, std::string_view rest, char before) {
    for (const auto& [length_of, placeholder] : patterns)
        if (const std::size_t length = length_of(rest)) {
            result += placeholder;
            return length;
        }
    const std::size_t length = before == '.' ? 0 : path(rest);
    if (length) result += path_placeholder(rest.substr(0, length));
    return length;
}

}  // namespace

std::string normalise(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = text.substr(at);
        const char before = at > 0 ? text[at - 1] : ' ';
        std::size_t length = word(before) ? 0 : take_pattern(result, rest, before);
        if (!length) {
            length = number(rest);
            if (length) result += '#';
        }
        if (!length) {
            result += rest[0];
            length = 1;
        }
        at += length;
    }
    return result;
}

}  // namespace testskew::compare
