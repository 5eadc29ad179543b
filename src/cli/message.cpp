#include "cli/message.hpp"

#include <fmt/core.h>

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

/// The character that begins at `at` of a text of valid UTF-8, and its length in bytes.
std::pair<char32_t, std::size_t> character_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char first = byte(0);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t c = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size && at + i < text.size(); ++i) c = (c << 6) | (byte(i) & 0x3FU);
    return {c, size};
}

}  // namespace

std::string with_controls_shown(const std::string& text) {
    const std::string valid = valid_utf8(text);
    std::string result;
    for (std::size_t at = 0; at < valid.size();) {
        const auto [c, size] = character_at(valid, at);
        if (c == '\n' || c == '\t')
            result += c == '\n' ? '\n' : ' ';
        else if (c < 0x20 || c == 0x7F || is_control(c))
            result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            result += valid.substr(at, size);
        at += size;
    }
    return result;
}

namespace {

/// The line, or its beginning and its end, as the end of a message often says what to do.
std::string at_most(const std::string& line, std::size_t columns) {
    if (line.size() <= columns) return line;
    const std::size_t tail = columns / 4, head = columns - tail - 5;
    return valid_utf8(line.substr(0, head)) + " ... " + valid_utf8(line.substr(line.size() - tail));
}

}  // namespace

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
