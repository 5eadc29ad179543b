#include "report/layout.hpp"

#include <algorithm>
#include <array>

#include "util/text.hpp"

namespace testskew::report {
namespace {

/// The character at the start of `text` (valid UTF-8) and its length in bytes.
char32_t decode(std::string_view text, std::size_t& length) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
    const char32_t first = byte(0);
    length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length > text.size()) return length = 1, first;
    if (length == 1) return first;
    char32_t value = first & (0x7F >> length);
    for (std::size_t i = 1; i < length; ++i) value = value << 6 | (byte(i) & 0x3F);
    return value;
}

int width_of(char32_t c) {
    if ((c >= 0x300 && c < 0x370) || (c >= 0x200B && c <= 0x200F) || (c >= 0x20D0 && c < 0x2100) || (c >= 0xFE00 && c <= 0xFE0F)) return 0;
    const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                      (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
}

std::string ascii(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        const char32_t c = decode(text.substr(at), length);
        if (c < 0x80) result += static_cast<char>(c);
        else result += '?';
        at += length;
    }
    return result;
}

/// As much of `text` as fits into `width` columns, in bytes; at least one character.
std::size_t fitting(std::string_view text, int width) {
    std::size_t at = 0;
    int used = 0;
    while (at < text.size()) {
        std::size_t length = 1;
        used += width_of(decode(text.substr(at), length));
        if (used > width && at > 0) break;
        at += length;
    }
    return at;
}

}  // namespace

int columns(std::string_view text) {
    int result = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        result += width_of(decode(text.substr(at), length));
        at += length;
    }
    return result;
}

std::string Layout::styled(std::string_view text, Style style) const {
    static constexpr std::array<const char*, 7> codes = {"", "1", "2", "31", "32", "33", "36"};
    if (!options_.colour || style == Style::plain || text.empty()) return std::string(text);
    return std::string("\x1b[") + codes[static_cast<std::size_t>(style)] + "m" + std::string(text) + "\x1b[0m";
}

void Layout::line(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    text_ += text + "\n";
}

void Layout::blank() {
    if (!text_.empty() && !text_.ends_with("\n\n")) text_ += "\n";
}

void Layout::paragraph(std::string_view first, std::string_view content, Style style, Style first_style, int hang) {
    std::string text = printable(content), begin = printable(first);
    std::replace(text.begin(), text.end(), '\t', ' ');
    if (!options_.unicode) text = ascii(text), begin = ascii(begin);
    const int width = std::max(options_.width, 40);
    const int indent = hang >= 0 ? hang : std::min(columns(begin), width / 2);
    bool first_line = true;
    for (const std::string& part : split(text, '\n')) {
        std::string_view rest = part;
        do {
            const int start = first_line ? columns(begin) : indent;
            const int room = std::max(width - start, 10);
            std::size_t end = fitting(rest, room);
            std::size_t next = end;
            if (end < rest.size()) {
                const std::size_t space = rest[end] == ' ' ? end : rest.rfind(' ', end);
                if (space != std::string_view::npos && space > 0 && rest.substr(0, space).find_first_not_of(' ') != std::string_view::npos) end = space, next = space + 1;
            }
            std::string_view shown = rest.substr(0, end);
            while (shown.ends_with(' ')) shown.remove_suffix(1);
            std::string head = first_line ? styled(begin.substr(0, begin.find_last_not_of(' ') + 1), first_style) + begin.substr(begin.find_last_not_of(' ') + 1)
                                          : std::string(static_cast<std::size_t>(indent), ' ');
            line(head + styled(shown, style));
            first_line = false;
            rest.remove_prefix(std::min(next, rest.size()));
            while (rest.starts_with(' ') && !rest.empty()) rest.remove_prefix(1);
        } while (!rest.empty());
    }
}

void Layout::table(const std::vector<std::vector<std::string>>& rows, const std::vector<Style>& styles) {
    std::vector<int> widths;
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (widths.size() <= i) widths.push_back(0);
            widths[i] = std::max(widths[i], columns(printable(row[i])));
        }
    int total = 0;
    for (const int width : widths) total += width + 3;
    const bool fits = total - 1 <= std::max(options_.width, 40);
    for (const auto& row : rows) {
        std::string text;
        int used = 0;
        const auto flush = [&] {
            line(text);
            text.clear();
        };
        for (std::size_t i = 0; i < row.size(); ++i) {
            std::string cell = printable(row[i]);
            std::replace(cell.begin(), cell.end(), '\n', ' ');
            if (!options_.unicode) cell = ascii(cell);
            const int room = std::max(options_.width, 40) - 2;
            const int size = columns(cell);
            if (cell.empty() && !fits) continue;
            if (!fits && i > 0 && used > 2 && used + size > room) {   // too narrow for the table: the row goes on below, indented
                flush();
                text = std::string(static_cast<std::size_t>(widths[0]) + 5, ' ');
                used = widths[0] + 5;
            }
            if (text.empty()) text = "  ", used = 2;
            if (used + size > room + 2) cell.resize(fitting(cell, std::max(room - used - 2, 8))), cell += "...";
            text += styled(cell, i < styles.size() ? styles[i] : Style::plain);
            const int pad = fits || i == 0 ? widths[i] - size + 3 : 3;
            text += std::string(static_cast<std::size_t>(std::max(pad, 1)), ' ');
            used += size + pad;
        }
        flush();
    }
}

std::string Layout::take() {
    while (text_.ends_with("\n\n")) text_.pop_back();
    return std::move(text_);
}

}  // namespace testskew::report
