#include "util/json_line.hpp"

#include <nlohmann/json.hpp>

#include "util/text.hpp"

namespace testskew {
namespace {

bool too_deep(std::string_view line) {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (in_string) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest_line) return true;
        } else if (c == ']' || c == '}') {
            if (depth > 0) --depth;
        }
    }
    return false;
}

/// The code unit of the \uXXXX escape at `at`; -1 if there is none.
int unicode_escape(std::string_view text, std::size_t at) {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return -1;
    int value = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        const char c = text[i];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

template <typename Json>
std::optional<Json> parse_any(std::string_view line, bool& mended) {
    mended = false;
    if (line.size() > max_line || too_deep(line)) return std::nullopt;
    auto value = Json::parse(line.begin(), line.end(), nullptr, false);
    if (value.is_discarded()) {
        mended = true;
        const std::string again = mended_line(line);
        value = Json::parse(again.begin(), again.end(), nullptr, false);
    }
    if (value.is_discarded()) return std::nullopt;
    return value;
}

}  // namespace

std::string mended_line(std::string_view line) {
    std::string result;
    result.reserve(line.size());
    bool in_string = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (in_string && line[i] == '\\') {
            const int unit = unicode_escape(line, i);
            if (unit >= 0xD800 && unit < 0xE000) {
                const int next = unicode_escape(line, i + 6);
                if (unit < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
                    result += line.substr(i, 12);
                    i += 11;
                } else {
                    result += "\\ufffd";
                    i += 5;
                }
                continue;
            }
            result += line.substr(i, 2);
            ++i;
            continue;
        }
        if (line[i] == '"') in_string = !in_string;
        if (!in_string) {
            std::string_view word;
            for (const std::string_view candidate :
                 {std::string_view("NaN"), std::string_view("-Infinity"), std::string_view("Infinity")})
                if (line.substr(i, candidate.size()) == candidate) word = candidate;
            if (!word.empty()) {
                result += "null";
                i += word.size() - 1;
                continue;
            }
        }
        result += line[i];
    }
    return valid_utf8(result);
}

std::optional<nlohmann::json> parse_line(std::string_view line) {
    bool ignored = false;
    return parse_any<nlohmann::json>(line, ignored);
}

std::optional<nlohmann::ordered_json> parse_line_in_order(std::string_view line, bool& mended) {
    return parse_any<nlohmann::ordered_json>(line, mended);
}

}  // namespace testskew
