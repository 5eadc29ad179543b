// The text of live lines: pure.
#include "status/lines.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>

#include "util/text.hpp"

namespace testskew::status {
namespace {

/// The character at the front of valid UTF-8, which is taken away.
std::uint32_t take_character(std::string_view& text, std::size_t& length) {
    const auto lead = static_cast<unsigned char>(text[0]);
    length = std::min<std::size_t>(lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4, text.size());
    std::uint32_t code = length == 1 ? lead : lead & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3fu);
    text.remove_prefix(length);
    return code;
}

/// The common ranges of East Asian Width W and F (Unicode TR 11) and of combining marks.
int width_of(std::uint32_t code) {
    if (code < 0x300) return 1;
    if (code <= 0x36f || (code >= 0x200b && code <= 0x200f) || (code >= 0xfe00 && code <= 0xfe0f) ||
        (code >= 0x20d0 && code <= 0x20ff))
        return 0;
    const bool wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0x303e) ||
                      (code >= 0x3041 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) ||
                      (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) ||
                      (code >= 0xff00 && code <= 0xff60) || (code >= 0xffe0 && code <= 0xffe6) ||
                      (code >= 0x1f300 && code <= 0x1faff) || (code >= 0x20000 && code <= 0x3fffd);
    return wide ? 2 : 1;
}

}  // namespace

int display_width(std::string_view text) {
    int width = 0;
    for (std::size_t length = 0; !text.empty();) width += width_of(take_character(text, length));
    return width;
}

std::string fitted(std::string_view text, int columns) {
    if (columns <= 0) return "";
    if (display_width(text) <= columns) return std::string(text);
    const int room = std::max(columns - 3, 0);
    std::string_view rest = text;
    std::size_t kept = 0;
    for (int width = 0; !rest.empty();) {
        std::size_t length = 0;
        width += width_of(take_character(rest, length));
        if (width > room) break;
        kept += length;
    }
    return std::string(text.substr(0, kept)) + std::string(static_cast<std::size_t>(std::min(columns, 3)), '.');
}

std::string elapsed_text(double seconds) {
    if (seconds < 59.95) return fmt::format("{:.1f} s", std::max(seconds, 0.0));
    const long whole = static_cast<long>(seconds + 0.5);
    if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::vector<std::string> live_lines(const std::vector<Line>& lines, double left, int columns, int rows) {
    const int width = std::max(columns - 1, 1);
    const auto most = static_cast<std::size_t>(std::max(rows - 2, 1));
    const std::size_t shown = lines.size() > most ? most - 1 : lines.size();
    int label_width = 0;
    for (std::size_t i = 0; i < shown; ++i) label_width = std::max(label_width, display_width(lines[i].label));
    label_width = std::min(label_width, std::max(width / 3, 1));

    std::vector<std::string> result;
    for (std::size_t i = 0; i < shown; ++i) {
        const auto label = fitted(valid_utf8(printable(lines[i].label)), label_width);
        const auto elapsed = elapsed_text(lines[i].seconds);
        const int room = width - 2 - label_width - 2 - 2 - static_cast<int>(elapsed.size());
        auto what = valid_utf8(printable(lines[i].what));
        for (auto& c : what)
            if (c == '\n' || c == '\t') c = ' ';
        what = fitted(what, std::max(room, 0));
        const auto padding = [](int count) { return std::string(static_cast<std::size_t>(std::max(count, 0)), ' '); };
        // Narrow terminals: the line is cut, never wrapped.
        result.push_back(fitted("  " + label + padding(label_width - display_width(label)) + "  " + what +
                                    padding(std::min(room, 40) - display_width(what)) + "  " + elapsed,
                                width));
    }
    if (shown < lines.size()) result.push_back(fitted(fmt::format("  and {} more", lines.size() - shown), width));
    if (left > 0 && !result.empty())
        result.push_back(fitted(fmt::format("  about {} left", left < 60 ? fmt::format("{:.0f} s", std::max(left, 1.0))
                                                                         : elapsed_text(left)),
                                width));
    return result;
}

}  // namespace testskew::status
