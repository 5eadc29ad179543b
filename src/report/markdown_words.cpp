#include "report/markdown_words.hpp"

#include <algorithm>

#include "util/text.hpp"

namespace testskew::report {

std::string markdown_text(std::string_view text) {
    std::string result;
    for (const char c : printable(text)) {
        if (c == '\n' || c == '\t')
            result += ' ';
        else if (c == '<')
            result += "&lt;";
        else if (c == '>')
            result += "&gt;";
        else if (c == '&')
            result += "&amp;";
        else if (c == '@')
            result += "&#64;";  // a test's name must not notify a user
        else if (std::string_view("\\`*_{}[]#+!|~").find(c) != std::string_view::npos)
            result += '\\', result += c;
        else
            result += c;
    }
    return result;
}

std::string markdown_code(std::string_view text) {
    std::string shown = printable(text);
    std::replace(shown.begin(), shown.end(), '\n', ' ');
    std::string fence = "`";
    while (shown.find(fence) != std::string::npos) fence += '`';
    const bool pad = shown.starts_with('`') || shown.ends_with('`');
    return shown.empty() ? "" : fence + (pad ? " " : "") + shown + (pad ? " " : "") + fence;
}

std::string markdown_cell(std::string text) {
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
        if (at == 0 || text[at - 1] != '\\') text.insert(at, "\\");
    return text;
}

std::string code_block(const std::string& text) {
    const std::string shown = printable(text);  // without control characters, which may part the signs of a fence
    std::string fence = "```";
    while (shown.find(fence) != std::string::npos) fence += '`';
    return fence + "\n" + shown + "\n" + fence + "\n";
}

std::string markdown_line(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto open = text.find('`');
        const auto close = open == std::string_view::npos ? open : text.find('`', open + 1);
        if (close == std::string_view::npos) return result + markdown_text(text);
        result += markdown_text(text.substr(0, open)) + markdown_code(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
    return result;
}

void folded_away(std::string& out, const std::string& title, const std::string& content) {
    out += "\n<details><summary>" + title + "</summary>\n\n" + content + "\n</details>\n";
}

}  // namespace testskew::report
