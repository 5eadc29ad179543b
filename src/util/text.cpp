#include "util/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace testskew {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    size_t start = 0;
    for (size_t at; (at = text.find(separator, start)) != std::string_view::npos; start = at + 1)
        parts.emplace_back(text.substr(start, at - start));
    parts.emplace_back(text.substr(start));
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (size_t i = 0; i < parts.size(); ++i) {
        if (i) text += separator;
        text += parts[i];
    }
    return text;
}

std::string enumerated(const std::vector<std::string>& words) {
    if (words.size() < 2) return join(words, "");
    return join({words.begin(), words.end() - 1}, ", ") + " and " + words.back();
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view space = " \t\r\n\v\f";
    const size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::string shell_quoted(std::string_view argument) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
    if (!argument.empty() && argument.find_first_not_of(plain) == std::string_view::npos) return std::string(argument);
    std::string quoted = "'";
    for (const char c : argument) {
        if (c == '\'')
            quoted += "'\\''";
        else
            quoted += c;
    }
    return quoted + "'";
}

std::vector<std::string> shell_words(std::string_view command) {
    std::vector<std::string> words;
    bool inside = false;
    char quote = 0;
    for (size_t i = 0; i < command.size(); ++i) {
        const char c = command[i];
        if (!quote && (c == ' ' || c == '\t' || c == '\n')) {
            inside = false;
            continue;
        }
        if (!inside) words.emplace_back();
        inside = true;
        if (c == quote)
            quote = 0;
        else if (!quote && (c == '"' || c == '\''))
            quote = c;
        else if (c == '\\' && quote != '\'' && i + 1 < command.size())
            words.back() += command[++i];
        else
            words.back() += c;
    }
    return words;
}

std::string shell_command(const std::vector<std::string>& argv) {
    std::vector<std::string> quoted(argv.size());
    std::transform(argv.begin(), argv.end(), quoted.begin(), [](const std::string& a) { return shell_quoted(a); });
    return join(quoted, " ");
}

int edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
    for (size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<int>(i);
    for (size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<int>(j);
    for (size_t i = 1; i <= a.size(); ++i) {
        for (size_t j = 1; j <= b.size(); ++j) {
            const int substitution = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, substitution});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    std::string best;
    int best_distance = std::max<int>(1, static_cast<int>(word.size()) / 3) + 1;
    for (const auto& candidate : candidates) {
        const int distance = edit_distance(lower(word), lower(candidate));
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string count_of(long count, std::string_view singular, std::string_view plural) {
    if (count == 1) return fmt::format("1 {}", singular);
    return plural.empty() ? fmt::format("{} {}s", count, singular) : fmt::format("{} {}", count, plural);
}

namespace {
/// The length of the valid UTF-8 sequence at the start of `text` (RFC 3629); 0 if there is none.
size_t utf8_length(std::string_view text) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const size_t length = first >= 0xF0 && first <= 0xF4  ? 4
                          : first >= 0xE0 && first < 0xF0 ? 3
                          : first >= 0xC2 && first < 0xE0 ? 2
                                                          : 0;
    if (length == 0 || text.size() < length) return 0;
    for (size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool out_of_range = (first == 0xED && byte(1) > 0x9F) || (first == 0xF4 && byte(1) > 0x8F);
    return overlong || out_of_range ? 0 : length;
}
}  // namespace

std::string valid_utf8(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const size_t length = utf8_length(text);
        if (length)
            result += text.substr(0, length);
        else
            result += "\xEF\xBF\xBD";
        text.remove_prefix(length ? length : 1);
    }
    return result;
}

namespace {

/// True for U+202A to U+202E and U+2066 to U+2069 at the start of `bytes`. They make a terminal show text in another
/// order (Unicode Technical Report 36, bidirectional text spoofing).
bool turns_text(std::string_view bytes) {
    if (bytes.size() < 3 || bytes[0] != '\xE2') return false;
    const unsigned char middle = static_cast<unsigned char>(bytes[1]), last = static_cast<unsigned char>(bytes[2]);
    return (middle == 0x80 && last >= 0xAA && last <= 0xAE) || (middle == 0x81 && last >= 0xA6 && last <= 0xA9);
}

}  // namespace

std::string printable(std::string_view text) {
    std::string result;
    const std::string valid = valid_utf8(text);
    for (size_t i = 0; i < valid.size(); ++i) {
        const unsigned char c = static_cast<unsigned char>(valid[i]);
        if (c == 0x1B) {  // an escape of ECMA-48: a CSI up to its final byte, an OSC up to BEL or ST, or two bytes
            const char kind = i + 1 < valid.size() ? valid[i + 1] : '\0';
            ++i;
            if (kind == '[') {
                while (i + 1 < valid.size() && !(valid[i + 1] >= '@' && valid[i + 1] <= '~')) ++i;
                ++i;
            } else if (kind == ']') {
                while (i + 1 < valid.size() && valid[i + 1] != '\a' && valid[i + 1] != 0x1B) ++i;
                ++i;
                if (i < valid.size() && valid[i] == 0x1B) ++i;
            }
        } else if (c == 0xC2 && i + 1 < valid.size() && static_cast<unsigned char>(valid[i + 1]) < 0xA0) {
            ++i;  // C1 control characters
        } else if (turns_text(std::string_view(valid).substr(i, 3))) {
            i += 2;
        } else if ((c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t') {
            result += valid[i];
        }
    }
    return result;
}

}  // namespace testskew
