#include "report/layout.hpp"

#include <algorithm>
#include <array>

#include "util/columns.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

std::string ascii(std::string_view text) {
    std::string result;
    for (std::size_t length = 0; !text.empty();) {
        const char32_t character = take_character(text, length);
        result += character < 0x80 ? static_cast<char>(character) : '?';
    }
    return result;
}

}  // namespace

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
    std::vector<Span> parts;  // the line so far; neighbours differ in style
    int used = 0;
    bool fresh = true;  // the line has no word yet
    int pending = 0;    // spaces before the next word
    const auto add = [&](std::string_view text, Style style) {
        if (parts.empty() || parts.back().style != style) parts.push_back({"", style});
        parts.back().text += text;
        used += display_width(text);
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
        if (!fresh && used + pending + display_width(text) > width()) end_line();
        const bool same = !fresh && !parts.empty() && parts.back().style == style;
        add(std::string(static_cast<std::size_t>(pending), ' '), same ? style : Style::plain);
        pending = 0;
        const bool path = text.find('/') != std::string_view::npos || text.find("::") != std::string_view::npos;
        while (!path && used + display_width(text) > width()) {  // a word that is longer than a line
            const std::size_t end = fitting_bytes(text, std::max(width() - used, 10));
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

void Layout::fixed(const std::vector<Span>& spans) {
    std::string out;
    std::size_t count = spans.size();
    while (count > 0 && spans[count - 1].text.find_first_not_of(' ') == std::string::npos) --count;
    for (std::size_t i = 0; i < count; ++i) {
        std::string text = safe(spans[i].text);
        if (i + 1 == count) text.erase(text.find_last_not_of(' ') + 1);
        out += styled(text, spans[i].style);
    }
    line(out);
}

void Layout::paragraph(std::string_view first, std::string_view content, Style style, Style first_style, int hang) {
    const int indent = hang >= 0 ? hang : std::min(display_width(safe(first)), width() / 2);
    flow({{std::string(first), first_style}, {std::string(content), style}}, indent);
}

void Layout::table(const std::vector<std::vector<Span>>& rows, int indent) {
    std::vector<int> widths;
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (widths.size() <= i) widths.push_back(0);
            widths[i] = std::max(widths[i], display_width(safe(row[i].text)));
        }
    // The columns that do not fit on the line follow below it as one paragraph.
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
            const int size = display_width(cell);
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
