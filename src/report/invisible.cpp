#include "report/invisible.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "util/colours.hpp"
#include "util/columns.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t longest_shown = 40;  ///< how many characters of each text are shown
constexpr std::size_t shown_before = 10;   ///< of these, at most so many stand before the first difference
constexpr char escape = '\x1b';
constexpr char32_t first_combining = 0x300, last_combining = 0x36F;
constexpr char32_t last_ascii = 0x7F;

bool is_digit(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

void append_utf8(std::string& text, char32_t code) {
    const auto byte = [&](char32_t value) { text += static_cast<char>(static_cast<unsigned char>(value)); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)), byte(0x80 | (code >> 6 & 0x3F)),
            byte(0x80 | (code & 0x3F));
    }
}

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> result;
    for (std::size_t length = 0; !text.empty();) result.push_back(take_character(text, length));
    return result;
}

/// Reads one escape of a string that Python's repr() wrote. `at` is behind the backslash.
void read_escape(std::string_view text, std::size_t& at, std::string& value) {
    constexpr std::array<std::pair<char, char>, 8> plain = {
        {{'n', '\n'}, {'t', '\t'}, {'r', '\r'}, {'\\', '\\'}, {'\'', '\''}, {'"', '"'}, {'a', '\a'}, {'b', '\b'}}};
    const char kind = text[at++];
    for (const auto& [letter, meant] : plain)
        if (letter == kind) {
            value += meant;
            return;
        }
    const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    char32_t code = 0;
    std::size_t seen = 0;
    for (; seen < digits && at < text.size() && is_digit(text[at]); ++seen, ++at)
        code = code * 16 + static_cast<char32_t>(std::stoi(std::string(1, text[at]), nullptr, 16));
    if (digits && seen == digits)
        append_utf8(value, code);
    else
        value += kind;
}

/// The string that begins at `at`, written as by repr(); `at` is then behind it. nullopt if no string begins there or
/// its end is missing.
std::optional<std::string> read_string(std::string_view text, std::size_t& at) {
    if (at >= text.size() || (text[at] != '\'' && text[at] != '"')) return std::nullopt;
    const char quote = text[at++];
    std::string value;
    while (at < text.size() && text[at] != quote) {
        const char c = text[at++];
        if (c == '\\' && at < text.size())
            read_escape(text, at, value);
        else
            value += c;
    }
    if (at >= text.size()) return std::nullopt;
    ++at;
    return value;
}

using Texts = std::pair<std::string, std::string>;

/// The two texts of pytest's "assert 'a' == 'b'" or of unittest's "'a' != 'b'".
std::optional<Texts> compared(std::string_view message) {
    for (std::size_t start = 0; start < message.size(); ++start) {
        if (message[start] == '\n') return std::nullopt;
        if (message[start] != '\'' && message[start] != '"') continue;
        std::size_t at = start;
        auto left = read_string(message, at);
        if (!left) return std::nullopt;
        const std::string_view rest = message.substr(at);
        if (!rest.starts_with(" == ") && !rest.starts_with(" != ")) {
            start = at - 1;
            continue;
        }
        at += 4;
        auto right = read_string(message, at);
        if (!right) return std::nullopt;
        return Texts{std::move(*left), std::move(*right)};
    }
    return std::nullopt;
}

/// The first two lines that pytest's comparison of two texts sets against each other: "- b" and "+ a".
std::optional<Texts> opposed(std::string_view message) {
    std::optional<std::string> minus;
    for (const std::string& line : split(message, '\n')) {
        const std::string_view text = std::string_view(line).substr(std::min(line.find_first_not_of(' '), line.size()));
        if (text.starts_with("- ")) {
            if (!minus) minus = std::string(text.substr(2));
        } else if (text.starts_with("+ ") && minus) {
            return Texts{std::string(text.substr(2)), *minus};
        } else if (!text.starts_with("?")) {
            minus.reset();
        }
    }
    return std::nullopt;
}

std::string without_escapes(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != escape || i + 1 >= text.size() || text[i + 1] != '[') {
            result += text[i];
            continue;
        }
        i += 2;
        while (i < text.size() && (text[i] < '@' || text[i] > '~')) ++i;
    }
    return result;
}

std::string with_plain_ends(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            result += '\n';
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
        } else {
            result += text[i];
        }
    }
    return result;
}

/// The text with each line changed by `change`.
std::string line_by_line(std::string_view text, const std::function<std::string_view(std::string_view)>& change) {
    std::string result;
    for (const std::string& line : split(text, '\n')) result.append(change(line)).append("\n");
    return result;
}

std::string_view without_end(std::string_view line) { return line.substr(0, line.find_last_not_of(" \t") + 1); }
std::string_view without_begin(std::string_view line) {
    return line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
}

std::string without_blanks(std::string_view text) {
    std::string result;
    std::copy_if(text.begin(), text.end(), std::back_inserter(result),
                 [](char c) { return c != ' ' && c != '\t' && c != '\n'; });
    return result;
}

bool is_invisible(char32_t c) {
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 || c == 0xFEFF ||
           (c < 0x20 && c != '\n' && c != '\t');
}

/// The text without the characters that take no space. Every unusual kind of blank becomes a plain one.
std::vector<char32_t> visible(std::string_view text) {
    std::vector<char32_t> result;
    for (const char32_t c : code_points(text))
        if (!is_invisible(c)) result.push_back(c == 0xA0 || c == 0x202F || c == 0x2007 ? U' ' : c);
    return result;
}

/// True if the texts differ only in how letters with marks are written: with combining marks in one text, as one
/// character each in the other.
bool only_composed(std::string_view left, std::string_view right) {
    const auto combining = [](char32_t c) { return c >= first_combining && c <= last_combining; };
    auto a = code_points(left), b = code_points(right);
    const auto marks = [&](const auto& text) { return std::count_if(text.begin(), text.end(), combining); };
    if (marks(a) < marks(b)) std::swap(a, b);
    if (marks(a) == marks(b)) return false;
    std::size_t at = 0;
    for (std::size_t i = 0; i < a.size(); ++at) {
        if (at >= b.size()) return false;
        const char32_t base = a[i++];
        const bool marked = i < a.size() && combining(a[i]);
        while (i < a.size() && combining(a[i]) && !(at + 1 < b.size() && b[at + 1] == a[i])) ++i;
        const bool same = b[at] == base;
        if (!same && !(marked && b[at] > last_ascii)) return false;
        while (i < a.size() && combining(a[i]) && at + 1 < b.size() && b[at + 1] == a[i]) ++i, ++at;
    }
    return at == b.size();
}

}  // namespace

std::string invisible_difference(std::string_view left, std::string_view right) {
    if (left == right) return "";
    const auto same = [&](const auto& change) { return change(left) == change(right); };
    if (same(without_escapes)) return "escape codes (colours)";
    if (same(with_plain_ends)) return "line endings (CRLF and LF)";
    if (same([](std::string_view text) { return line_by_line(text, without_end); }))
        return "blanks at the end of a line";
    if (same([](std::string_view text) { return line_by_line(text, without_begin); })) return "indentation";
    if (same(without_blanks)) return "blanks and line breaks";
    if (same(visible)) return "characters that cannot be seen";
    if (only_composed(left, right)) return "composed and decomposed letters (NFC and NFD)";
    return "";
}

std::string spelled(std::string_view text, std::string_view other, std::size_t limit) {
    const auto own = code_points(text), others = code_points(other);
    const auto differ = std::mismatch(own.begin(), own.end(), others.begin(), others.end()).first - own.begin();
    const auto first = static_cast<std::size_t>(differ);
    const std::size_t begin = first > shown_before ? first - shown_before : 0;
    std::string result = begin ? "...'" : "'";
    for (std::size_t i = begin; i < own.size() && i < begin + limit; ++i) {
        const char32_t c = own[i];
        if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else if (c == '\r')
            result += "\\r";
        else if (c < 0x20 || c == 0x7F)
            result += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
        else if (c > last_ascii)
            result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            result += static_cast<char>(c);
    }
    return result + (own.size() > begin + limit ? "'..." : "'");
}

std::string invisible_line(const Failure& failure) {
    for (const std::string& message : {failure.message, failure.assertion})
        for (const auto& read : {compared, opposed}) {
            const auto texts = read(message);
            if (!texts) continue;
            const auto& [left, right] = *texts;
            const std::string what = invisible_difference(left, right);
            if (!what.empty())
                return fmt::format("the two texts differ only in {}: {} and {}", what,
                                   spelled(left, right, longest_shown), spelled(right, left, longest_shown));
        }
    return "";
}

std::string colours_line(const Failure& failure) {
    const std::string& message = failure.swallowed && !failure.assertion.empty() ? failure.assertion : failure.message;
    if (without_spelled_colours(message) == message || !invisible_line(failure).empty()) return "";
    return "escape codes (colours) are left out of the message";
}

}  // namespace testskew::report
