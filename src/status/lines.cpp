#include "status/lines.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "util/columns.hpp"
#include "util/text.hpp"

namespace testskew::status {
std::string fitted(std::string_view text, int columns) {
    if (columns <= 0) return "";
    if (display_width(text) <= columns) return std::string(text);
    const std::size_t kept = fitting_bytes(text, std::max(columns - 3, 0));
    return std::string(text.substr(0, kept)) + std::string(static_cast<std::size_t>(std::min(columns, 3)), '.');
}

std::string one_line(std::string_view text) {
    std::string result = valid_utf8(printable(text));
    std::replace_if(result.begin(), result.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return result;
}

std::string elapsed_text(double seconds) {
    if (seconds < 59.95) return fmt::format("{:.1f} s", std::max(seconds, 0.0));
    const long whole = std::lround(seconds);
    if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

namespace {

std::string spaces(int count) { return std::string(static_cast<std::size_t>(std::max(count, 0)), ' '); }

std::string padded(const std::string& text, int columns) { return text + spaces(columns - display_width(text)); }

}  // namespace

std::vector<std::string> live_lines(const std::vector<Line>& lines, int columns, int rows) {
    const int width = std::max(columns - 1, 1);
    const auto most = static_cast<std::size_t>(std::max(rows - 2, 1));
    const std::size_t shown = lines.size() > most ? most - 1 : lines.size();
    int label_width = 0;
    for (std::size_t i = 0; i < shown; ++i)
        label_width = std::max(label_width, display_width(one_line(lines[i].label)));
    label_width = std::min(label_width, std::max(width / 3, 1));

    std::vector<std::string> result;
    for (std::size_t i = 0; i < shown; ++i) {
        const auto elapsed = elapsed_text(lines[i].seconds);
        const int room = width - 2 - label_width - 2 - 2 - static_cast<int>(elapsed.size());
        const auto label = padded(fitted(one_line(lines[i].label), label_width), label_width);
        const auto what = padded(fitted(one_line(lines[i].what), std::max(room, 0)), std::min(room, 40));
        // On a narrow terminal the line is cut, and never wrapped.
        result.push_back(fitted("  " + label + "  " + what + "  " + elapsed, width));
    }
    if (shown < lines.size()) result.push_back(fitted(fmt::format("  and {} more", lines.size() - shown), width));
    return result;
}

}  // namespace testskew::status
