// The text of live lines: pure.
#include "status/lines.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "util/columns.hpp"
#include "util/text.hpp"

namespace testskew::status {
std::string fitted(std::string_view text, int columns) {
    if (columns <= 0) return "";
    if (display_width(text) <= columns) return std::string(text);
    const std::size_t kept = fitting_bytes(text, std::max(columns - 3, 0));
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
