#include "report/html_words.hpp"

#include "util/text.hpp"

namespace testskew::report {

std::string html_text(std::string_view text) {
    std::string result;
    for (const char c : printable(text)) switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            case '\'': result += "&#39;"; break;
            default: result += c;
        }
    return result;
}

std::string html_code(std::string_view text) { return text.empty() ? "" : "<code>" + html_text(text) + "</code>"; }

std::string html_line(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto open = text.find('`');
        const auto close = open == std::string_view::npos ? open : text.find('`', open + 1);
        if (close == std::string_view::npos) break;
        result += html_text(text.substr(0, open)) + html_code(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
    return result + html_text(text);
}

std::string html_list(const std::vector<std::string>& lines) {
    if (lines.empty()) return "";
    std::string result = "<ul>\n";
    for (const std::string& line : lines) result += "<li>" + html_line(line) + "</li>\n";
    return result + "</ul>\n";
}

std::string html_row(const std::vector<std::string>& cells) {
    std::string result = "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i)
        result += i ? "<td>" + cells[i] + "</td>" : "<th scope=\"row\">" + cells[i] + "</th>";
    return result + "</tr>\n";
}

std::string html_table(const std::string& caption, const std::vector<std::string>& heads) {
    // A wide table scrolls by itself, also with the keyboard.
    const std::string name = html_text(caption);
    std::string result = "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"" + name +
                         "\"><table><caption>" + name + "</caption><thead><tr>";
    for (const std::string& head : heads) result += "<th scope=\"col\">" + html_text(head) + "</th>";
    return result + "</tr></thead><tbody>\n";
}

std::string html_folded(const std::string& title, const std::string& content, bool open) {
    return std::string("<details") + (open ? " open" : "") + "><summary>" + title + "</summary>\n" + content +
           "</details>\n";
}

}  // namespace testskew::report
