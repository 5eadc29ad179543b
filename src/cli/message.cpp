#include "cli/message.hpp"

#include <fmt/core.h>

#include "util/columns.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

constexpr std::size_t most_columns = 400;
constexpr std::size_t most_lines = 60;

/// True for the control characters of Unicode beyond ASCII: C1, and what changes the direction of text.
bool is_control(char32_t c) {
    return (c >= 0x80 && c < 0xA0) || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0x061C;
}

/// True for what no terminal should get as it is: any control character but line feeds and tabs.
bool is_raw(char32_t c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || is_control(c); }

/// The length of the character at the start of the text in UTF-8; 1 for a byte that begins none.
std::size_t character_length(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    const std::string_view bytes = text.substr(0, length);
    return valid_utf8(bytes) == bytes ? length : 1;
}

std::string escape_of(char32_t c) { return fmt::format("\\u{:04x}", static_cast<unsigned>(c)); }

/// The length of the escape sequence at the start of the text, if it sets a colour (ECMA-48's SGR), as reports do;
/// else 0.
std::size_t own_sequence(std::string_view text) {
    if (!text.starts_with("\x1b[")) return 0;
    const std::size_t end = text.find_first_not_of("0123456789;", 2);
    return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

/// The line, or its beginning and its end, as the end of a message often says what to do.
std::string at_most(const std::string& line, std::size_t columns) {
    if (line.size() <= columns) return line;
    const std::size_t tail = columns / 4, head = columns - tail - 5;
    return valid_utf8(line.substr(0, head)) + " ... " + valid_utf8(line.substr(line.size() - tail));
}

}  // namespace

std::string with_controls_shown(const std::string& text) {
    const std::string valid = valid_utf8(text);
    std::string result;
    result.reserve(valid.size());
    std::size_t length = 0;
    for (std::string_view left = valid; !left.empty();) {
        const char* bytes = left.data();
        const char32_t c = take_character(left, length);
        if (c == '\n' || c == '\t')
            result += c == '\n' ? '\n' : ' ';
        else if (is_raw(c))
            result += escape_of(c);
        else
            result.append(bytes, length);
    }
    return result;
}

std::string for_terminal(const std::string& text) {
    const std::string valid = valid_utf8(text);
    std::string result;
    result.reserve(valid.size());
    std::size_t length = 0;
    for (std::string_view left = valid; !left.empty();) {
        if (const std::size_t own = own_sequence(left)) {
            result += left.substr(0, own);
            left.remove_prefix(own);
            continue;
        }
        const char* bytes = left.data();
        const char32_t c = take_character(left, length);
        if (is_raw(c))
            result += escape_of(c);
        else
            result.append(bytes, length);
    }
    return result;
}

std::string script_for_terminal(const std::string& script) {
    std::string result;
    result.reserve(script.size());
    for (std::string_view left = script; !left.empty();) {
        const std::string_view one = left.substr(0, character_length(left));
        left.remove_prefix(one.size());
        std::size_t length = 0;
        std::string_view copy = one;
        const char32_t c = valid_utf8(one) == one ? take_character(copy, length) : 0x80;
        if (is_raw(c)) {
            result += "'\"$(printf '";
            for (const char byte : one) result += fmt::format("\\{:03o}", static_cast<unsigned char>(byte));
            result += "')\"'";
        } else {
            result += one;
        }
    }
    return result;
}

std::string shown_message(const std::string& message, ExitCode code) {
    const auto lines = split(trim(with_controls_shown(message)), '\n');
    if (code == ExitCode::usage) return at_most(join(lines, "\\n"), most_columns);
    std::string result;
    for (std::size_t i = 0; i < lines.size() && i < most_lines; ++i)
        result += (i ? "\n  | " : "") + at_most(lines[i], most_columns);
    if (lines.size() > most_lines) result += fmt::format("\n  | ({} more lines)", lines.size() - most_lines);
    return result;
}

}  // namespace testskew::cli
