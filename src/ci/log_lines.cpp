#include "ci/log_lines.hpp"

#include <cctype>

#include "util/text.hpp"

namespace testskew::ci {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The length of an ISO time stamp with the blank behind it; 0 if there is none.
size_t time_stamp(std::string_view text) {
    static constexpr std::string_view pattern = "0000-00-00T00:00:00";
    if (text.size() < pattern.size() + 1) return 0;
    for (size_t i = 0; i < pattern.size(); ++i)
        if (pattern[i] == '0' ? !std::isdigit(static_cast<unsigned char>(text[i])) : text[i] != pattern[i]) return 0;
    size_t end = pattern.size();
    while (end < text.size() && (std::isdigit(static_cast<unsigned char>(text[end])) || text[end] == '.')) ++end;
    if (end >= text.size() || text[end] != 'Z') return 0;
    ++end;
    return end < text.size() && text[end] == ' ' ? end + 1 : end;
}

void drop_mark(std::string_view& text) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
}

/// GitLab's newer logs have "00O " or "01E+" after the time stamp.
void drop_stream(std::string_view& text) {
    if (text.size() >= 3 && std::isdigit(static_cast<unsigned char>(text[0])) &&
        std::isdigit(static_cast<unsigned char>(text[1])) && (text[2] == 'O' || text[2] == 'E'))
        if (text.size() == 3 || text[3] == ' ' || text[3] == '+') text.remove_prefix(std::min<size_t>(4, text.size()));
}

}  // namespace

LogLine log_line(std::string_view raw) {
    LogLine line;
    raw = raw.substr(0, longest_line);
    while (raw.ends_with('\r') || raw.ends_with('\n')) raw.remove_suffix(1);
    drop_mark(raw);
    const size_t first = raw.find('\t'), second = first == std::string_view::npos ? first : raw.find('\t', first + 1);
    if (second != std::string_view::npos) {
        std::string_view rest = raw.substr(second + 1);
        drop_mark(rest);
        if (time_stamp(rest)) {
            line.part = raw.substr(0, second);
            raw = rest;
        }
    }
    if (const size_t stamp = time_stamp(raw)) {
        line.date = raw.substr(0, 10);
        raw.remove_prefix(stamp);
        drop_mark(raw);
        drop_stream(raw);
    }
    if (const size_t start = raw.rfind('\r'); start != std::string_view::npos) raw.remove_prefix(start + 1);
    line.text = printable(valid_utf8(raw));
    while (!line.text.empty() && (line.text.back() == ' ' || line.text.back() == '\n')) line.text.pop_back();
    return line;
}

}  // namespace testskew::ci
