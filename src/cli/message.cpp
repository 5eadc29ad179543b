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
        else if (c < 0x20 || c == 0x7F || is_control(c))
            result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            result.append(bytes, length);
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
