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
    if ((c >= 0x300 && c < 0x370) || (c >= 0x200B && c <= 0x200F) || (c >= 0x20D0 && c < 0x2100) ||
        (c >= 0xFE00 && c <= 0xFE0F))
        return 0;
    const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
                      (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                      (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
}

std::string ascii(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        const char32_t c = decode(text.substr(at), length);
        if (c < 0x80)
            result += static_cast<char>(c);
        else
            result += '?';
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

int Layout::width() const { return std::clamp(options_.width, 40, 160); }

std::string Layout::styled(std::string_view text, Style style) const {
    static constexpr std::array<const char*, 11> codes = {"",   "1",    "2",    "31",   "32",  "33",
                                                          "36", "1;31", "1;32", "1;33", "1;36"};
    if (!options_.colour || style == Style::plain || text.empty()) return std::string(text);
    return std::string("\x1b[") + codes[static_cast<std::size_t>(style)] + "m" + std::string(text) + "\x1b[0m";
}

std::string Layout::safe(std::string_view text) const {
    std::string result = printable(text);
    std::replace(result.begin(), result.end(), '\t', ' ');
    return options_.unicode ? result : ascii(result);
}

void Layout::line(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    text_ += text + "\n";
}

void Layout::blank() {
    if (!text_.empty() && !text_.ends_with("\n\n")) text_ += "\n";
}

void Layout::flow(const std::vector<Span>& spans, int indent) {
    std::vector<Span> parts;  // of the line so far; neighbours differ in style
    int used = 0;
    bool fresh = true;  // nothing but the beginning stands on the line
    int pending = 0;    // spaces before the next word
    const auto add = [&](std::string_view text, Style style) {
        if (parts.empty() || parts.back().style != style) parts.push_back({"", style});
        parts.back().text += text;
        used += columns(text);
    };
    const auto end_line = [&] {
        std::string out;
        for (const Span& part : parts) out += styled(part.text, part.style);
        line(out);
        parts.clear();
        used = pending = 0;
        fresh = true;
        add(std::string(static_cast<std::size_t>(indent), ' '), Style::plain);
    };
    const auto word = [&](std::string_view text, Style style) {
        if (!fresh && used + pending + columns(text) > width()) end_line();
        const bool same = !fresh && !parts.empty() && parts.back().style == style;
        add(std::string(static_cast<std::size_t>(pending), ' '), same ? style : Style::plain);
        pending = 0;
        const bool path = text.find('/') != std::string_view::npos || text.find("::") != std::string_view::npos;
        while (!path && used + columns(text) > width()) {  // one endless word
            const std::size_t end = fitting(text, std::max(width() - used, 10));
            add(text.substr(0, end), style);
            text.remove_prefix(end);
            if (text.empty()) break;
            end_line();
        }
        add(text, style);
        fresh = false;
    };
    for (const Span& span : spans) {
        const std::string text = safe(span.text);
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
            if (end > at) word(std::string_view(text).substr(at, end - at), span.style);
            if (end < text.size() && text[end] == '\n')
                end_line();
            else if (end < text.size())
                ++pending;
            at = end + 1;
        }
    }
    std::string out;
    for (const Span& part : parts) out += styled(part.text, part.style);
    line(out);
}

void Layout::paragraph(std::string_view first, std::string_view content, Style style, Style first_style, int hang) {
    const int indent = hang >= 0 ? hang : std::min(columns(safe(first)), width() / 2);
    flow({{std::string(first), first_style}, {std::string(content), style}}, indent);
}

void Layout::table(const std::vector<std::vector<Span>>& rows, int indent) {
    std::vector<int> widths;
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (widths.size() <= i) widths.push_back(0);
            widths[i] = std::max(widths[i], columns(safe(row[i].text)));
        }
    // How many columns fit; the others go on below, as one paragraph.
    std::size_t fit = 0;
    for (int total = indent; fit < widths.size(); ++fit) {
        total += widths[fit];
        if (total > width() && fit > 0) break;
        total += widths[fit] ? 3 : 0;
    }
    for (const auto& row : rows) {
        std::string text(static_cast<std::size_t>(indent), ' ');
        for (std::size_t i = 0; i < row.size() && i < fit; ++i) {
            if (!widths[i]) continue;
            std::string cell = safe(row[i].text);
            std::replace(cell.begin(), cell.end(), '\n', ' ');
            const int size = columns(cell);
            text += styled(cell, row[i].style) + std::string(static_cast<std::size_t>(widths[i] - size + 3), ' ');
        }
        line(text);
        std::vector<Span> rest;
        for (std::size_t i = fit; i < row.size(); ++i) {
            if (row[i].text.empty()) continue;
            rest.push_back(
                {std::string(rest.empty() ? static_cast<std::size_t>(indent + widths[0] + 3) : 3, ' '), Style::plain});
            rest.push_back(row[i]);
        }
        if (!rest.empty()) flow(rest, indent + widths[0] + 3);
    }
}

std::string Layout::take() {
    while (text_.ends_with("\n\n")) text_.pop_back();
    return std::move(text_);
}

}  // namespace testskew::report
