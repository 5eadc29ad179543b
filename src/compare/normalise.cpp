#include "compare/normalise.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "util/text.hpp"

namespace testskew::compare {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool hex(char c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool word(char c) { return letter(c) || digit(c); }

std::size_t run_of(std::string_view text, bool (*of)(char)) {
    std::size_t length = 0;
    while (length < text.size() && of(text[length])) ++length;
    return length;
}

/// The length of what `pattern` describes at the start of `text`: 'x' a hexadecimal digit, '9' a digit, all else
/// itself; 0 for no match.
std::size_t shaped(std::string_view text, std::string_view pattern) {
    if (text.size() < pattern.size()) return 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == 'x' ? !hex(text[i]) : pattern[i] == '9' ? !digit(text[i]) : text[i] != pattern[i]) return 0;
    }
    return pattern.size();
}

std::size_t uuid(std::string_view text) { return shaped(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"); }

std::size_t address(std::string_view text) {
    if (!text.starts_with("0x")) return 0;
    const std::size_t digits = run_of(text.substr(2), hex);
    return digits ? 2 + digits : 0;
}

/// 2026-11-22, 2026-11-22T10:15:02.123+00:00, 10:15:02
std::size_t time(std::string_view text) {
    std::size_t length = shaped(text, "9999-99-99");
    if (length) {
        const auto rest = text.substr(length);
        if (rest.size() > 1 && (rest[0] == 'T' || rest[0] == ' ') && shaped(rest.substr(1), "99:99"))
            length += 1;
        else
            return length;
    }
    const std::size_t clock = shaped(text.substr(length), "99:99:99") ? 8 : length ? 5 : 0;
    if (!clock) return 0;
    length += clock;
    const auto more = [](char c) { return digit(c) || c == '.' || c == ':' || c == '+' || c == 'Z'; };
    while (length < text.size() && more(text[length]) &&
           !(text[length] == '.' && (length + 1 == text.size() || !digit(text[length + 1]))))
        ++length;
    return length;
}

/// A word of at least eight hexadecimal digits, with a digit and not of digits alone: a digest, a generated name.
std::size_t hex_word(std::string_view text) {
    const std::size_t length = run_of(text, hex);
    if (length < 8 || (length < text.size() && word(text[length]))) return 0;
    const auto value = text.substr(0, length);
    return std::any_of(value.begin(), value.end(), digit) && !std::all_of(value.begin(), value.end(), digit) ? length
                                                                                                             : 0;
}

std::size_t url(std::string_view text) {
    for (const std::string_view scheme :
         {"http://", "https://", "ws://", "wss://", "file://", "redis://", "postgresql://"})
        if (text.starts_with(scheme)) return std::min(text.find_first_of(" \t\n\"'<>)]"), text.size());
    return 0;
}

std::size_t path(std::string_view text) {
    if (text.size() < 2 || text[0] != '/' || !(word(text[1]) || text[1] == '.' || text[1] == '<')) return 0;
    std::size_t end = 1;
    const auto part = [](char c) {
        return word(c) || c == '.' || c == '-' || c == '+' || c == '@' || c == '~' || c == '<' || c == '>';
    };
    bool folder = false;
    while (end < text.size() && (part(text[end]) || text[end] == '/')) {
        if (text[end] == '/') folder = true;
        ++end;
    }
    while (end > 1 && text[end - 1] == '.') --end;  // the end of the sentence
    return folder ? end : 0;
}

/// A name as tempfile and pytest make them.
bool temporary(std::string_view name) {
    return (name.starts_with("tmp") && name.size() >= 8) || name.starts_with("pytest-of-") ||
           (name.starts_with("pytest-") && name.size() > 7 && digit(name[7]));
}

std::string numbers_away(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!digit(text[i])) {
            result += text[i];
            continue;
        }
        while (i + 1 < text.size() &&
               (digit(text[i + 1]) || (text[i + 1] == '.' && i + 2 < text.size() && digit(text[i + 2]))))
            ++i;
        result += '#';
    }
    return result;
}

std::string path_placeholder(std::string_view text) {
    const std::string_view last = text.substr(text.rfind('/') + 1);
    return last.empty() || temporary(last) ? "<path>" : "<path>/" + numbers_away(last);
}

constexpr std::array<std::string_view, 48> keywords = {"False",    "None",
                                                       "True",     "and",
                                                       "as",       "assert",
                                                       "async",    "await",
                                                       "break",    "class",
                                                       "continue", "def",
                                                       "del",      "elif",
                                                       "else",     "except",
                                                       "finally",  "for",
                                                       "from",     "global",
                                                       "if",       "import",
                                                       "in",       "is",
                                                       "lambda",   "nonlocal",
                                                       "not",      "or",
                                                       "pass",     "raise",
                                                       "return",   "try",
                                                       "while",    "with",
                                                       "yield",    "match",
                                                       "case",     "type",
                                                       "str",      "int",
                                                       "float",    "bytes",
                                                       "bool",     "object",
                                                       "function", "builtin_function_or_method",
                                                       "builtins", "method"};

bool identifier(std::string_view text) {
    if (text.empty() || text.size() > 100 || !(letter(text[0]) || text[0] == '#')) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return word(c) || c == '.' || c == '-' || c == '#' || c == '/'; });
}

bool inner_capital(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i)
        if (std::isupper(static_cast<unsigned char>(text[i])) && std::islower(static_cast<unsigned char>(text[i - 1])))
            return true;
    return false;
}

/// The end of the quoted text that begins at `at`; npos where the quote is an apostrophe.
std::size_t quote_end(std::string_view text, std::size_t at) {
    if (at > 0 && word(text[at - 1]) && text[at - 1] != 'b' && text[at - 1] != 'u') return std::string_view::npos;
    return text.find(text[at], at + 1);
}

}  // namespace

std::string normalise(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = text.substr(at);
        const bool inside = at > 0 && word(text[at - 1]);
        std::size_t length = 0;
        if (!inside) {
            if ((length = url(rest)))
                result += "<url>";
            else if ((length = uuid(rest)))
                result += "<uuid>";
            else if ((length = address(rest)))
                result += "<addr>";
            else if ((length = time(rest)))
                result += "<time>";
            else if ((length = hex_word(rest)))
                result += "<hex>";
            else if (letter(rest[0]) && temporary(rest.substr(0, run_of(rest, word))))
                length = run_of(rest, word), result += "<tmp>";
            else if ((at == 0 || text[at - 1] != '.') && (length = path(rest)))
                result += path_placeholder(rest.substr(0, length));
        }
        if (!length && digit(rest[0])) {
            length = 1;
            while (length < rest.size() && (digit(rest[length]) || (rest[length] == '.' && length + 1 < rest.size() &&
                                                                    digit(rest[length + 1]))))
                ++length;
            result += '#';
        }
        if (!length) result += rest[0], length = 1;
        at += length;
    }
    return result;
}

std::vector<std::string> identifiers(std::string_view message) {
    std::string text(message.substr(0, 2000));
    // pydantic shows the value that did not fit, which may be anything.
    for (std::size_t at; (at = text.find("input_value=")) != std::string::npos;) {
        const std::size_t end = text.find(", input_type", at);
        text.erase(at, end == std::string::npos ? std::string::npos : end - at);
    }
    // Suggestions are new wording (3.10 and later), and may name anything near.
    for (const std::string_view hint :
         {"Did you mean", "Did you forget", "Perhaps you forgot", "For further information visit"})
        for (std::size_t at; (at = text.find(hint)) != std::string::npos;) {
            const std::size_t end = text.find('\n', at);
            text.erase(at, end == std::string::npos ? std::string::npos : end - at);
        }
    text = normalise(text);

    std::set<std::string> found;
    const auto keep = [&](std::string_view name) {
        while (!name.empty() && (name.back() == '.' || name.back() == '-')) name.remove_suffix(1);
        if (!identifier(name) || found.size() >= 12) return;
        if (std::find(keywords.begin(), keywords.end(), name) != keywords.end()) return;
        if (name.find_first_not_of("#.-/") == std::string_view::npos) return;
        found.insert(std::string(name));
    };
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\'' || text[at] == '"' || text[at] == '`') {
            const std::size_t end = quote_end(text, at);
            if (end != std::string::npos && end - at <= 100 &&
                identifier(std::string_view(text).substr(at + 1, end - at - 1))) {
                keep(std::string_view(text).substr(at + 1, end - at - 1));
                at = end + 1;
                continue;
            }
            ++at;
            continue;
        }
        if (text[at] == '<') {  // a placeholder, or a repr: its words speak for themselves
            const std::size_t end = text.find('>', at);
            static const std::set<std::string_view> placeholders = {"addr", "uuid", "time", "url",
                                                                    "path", "tmp",  "hex"};
            if (end != std::string::npos && placeholders.count(std::string_view(text).substr(at + 1, end - at - 1))) {
                at = end + 1;
                continue;
            }
        }
        if (!letter(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && (word(text[end]) || text[end] == '#' ||
                                     (text[end] == '.' && end + 1 < text.size() && letter(text[end + 1]))))
            ++end;
        std::string_view name = std::string_view(text).substr(at, end - at);
        if (std::string_view(text).substr(end, 2) == "()")
            keep(name.substr(name.rfind('.') + 1));
        else if (name.find('_') != std::string_view::npos || name.find('.') != std::string_view::npos ||
                 inner_capital(name))
            keep(name);
        at = end;
    }
    return {found.begin(), found.end()};
}

std::string type_name(std::string_view type) {
    if (type == "re.error" || type == "sre_constants.error") return "PatternError";  // its name since 3.13
    if (type == "socket.timeout" || type == "timeout") return "TimeoutError";        // since 3.10
    if (type == "IndentationError" || type == "TabError")
        return "SyntaxError";  // which of them it is depends on the parser
    return std::string(type.substr(type.rfind('.') + 1));
}

std::string function_name(std::string_view function) { return std::string(function.substr(function.rfind('.') + 1)); }

std::string source_line(std::string_view source) {
    std::string result;
    for (const char c : trim(source)) {
        const bool space = c == ' ' || c == '\t';
        if (space && !result.empty() && result.back() == ' ') continue;
        result += space ? ' ' : c;
    }
    const std::size_t comment = result.find(" #");
    if (comment != std::string::npos && result.find_first_of("'\"") == std::string::npos) result.resize(comment);
    return std::string(trim(result));
}

}  // namespace testskew::compare
