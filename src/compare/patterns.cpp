#include "compare/patterns.hpp"

#include <algorithm>
#include <cctype>

namespace testskew::compare {
namespace {

bool hex(char c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// The length of `pattern` if `text` begins with what it describes, otherwise 0. In the pattern, 'x' stands for a
/// hexadecimal digit, '9' for a digit, and every other character for itself.
std::size_t shaped(std::string_view text, std::string_view pattern) {
    if (text.size() < pattern.size()) return 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == 'x' ? !hex(text[i]) : pattern[i] == '9' ? !digit(text[i]) : text[i] != pattern[i]) return 0;
    }
    return pattern.size();
}

}  // namespace

bool digit(char c) { return c >= '0' && c <= '9'; }
bool begins_name(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool word(char c) { return begins_name(c) || digit(c); }

std::size_t run_of(std::string_view text, bool (*of)(char)) {
    std::size_t length = 0;
    while (length < text.size() && of(text[length])) ++length;
    return length;
}

std::size_t uuid(std::string_view text) { return shaped(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"); }

std::size_t address(std::string_view text) {
    if (!text.starts_with("0x")) return 0;
    const std::size_t digits = run_of(text.substr(2), hex);
    return digits ? 2 + digits : 0;
}

std::size_t time(std::string_view text) {
    std::size_t length = shaped(text, "9999-99-99");
    if (length) {
        const auto rest = text.substr(length);
        if (rest.size() > 1 && (rest[0] == 'T' || rest[0] == ' ') && shaped(rest.substr(1), "99:99"))
            length += 1;
        else
            return length;
    }
    const std::size_t clock = shaped(text.substr(length), "99:99:99") ? 8 : length ? 5 : 0;
    if (!clock) return 0;
    length += clock;
    const auto more = [](char c) { return digit(c) || c == '.' || c == ':' || c == '+' || c == 'Z'; };
    while (length < text.size() && more(text[length]) &&
           !(text[length] == '.' && (length + 1 == text.size() || !digit(text[length + 1]))))
        ++length;
    return length;
}

std::size_t hex_word(std::string_view text) {
    const std::size_t length = run_of(text, hex);
    if (length < 8 || (length < text.size() && word(text[length]))) return 0;
    const auto value = text.substr(0, length);
    return std::any_of(value.begin(), value.end(), digit) && !std::all_of(value.begin(), value.end(), digit) ? length
                                                                                                             : 0;
}

std::size_t url(std::string_view text) {
    for (const std::string_view scheme :
         {"http://", "https://", "ws://", "wss://", "file://", "redis://", "postgresql://"})
        if (text.starts_with(scheme)) return std::min(text.find_first_of(" \t\n\"'<>)]"), text.size());
    return 0;
}

std::size_t path(std::string_view text) {
    if (text.size() < 2 || text[0] != '/' || !(word(text[1]) || text[1] == '.' || text[1] == '<')) return 0;
    std::size_t end = 1;
    const auto part = [](char c) {
        return word(c) || c == '.' || c == '-' || c == '+' || c == '@' || c == '~' || c == '<' || c == '>';
    };
    bool folder = false;
    while (end < text.size() && (part(text[end]) || text[end] == '/')) {
        if (text[end] == '/') folder = true;
        ++end;
    }
    while (end > 1 && text[end - 1] == '.') --end;  // a full stop at the end of a sentence is not part of the path
    return folder ? end : 0;
}

bool temporary(std::string_view name) {
    return (name.starts_with("tmp") && name.size() >= 8) || name.starts_with("pytest-of-") ||
           (name.starts_with("pytest-") && name.size() > 7 && digit(name[7]));
}

std::size_t temporary_word(std::string_view text) {
    if (text.empty() || !begins_name(text[0])) return 0;
    const std::size_t length = run_of(text, word);
    return temporary(text.substr(0, length)) ? length : 0;
}

std::size_t number(std::string_view text) {
    if (text.empty() || !digit(text[0])) return 0;
    std::size_t length = 1;
    while (length < text.size() &&
           (digit(text[length]) || (text[length] == '.' && length + 1 < text.size() && digit(text[length + 1]))))
        ++length;
    return length;
}

}  // namespace testskew::compare
