#include "explain/syntax.hpp"

#include <algorithm>
#include <cctype>

#include "util/text.hpp"

namespace testskew::explain {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// `line` with the contents of its strings blanked, and without its comment.
std::string without_strings(std::string_view line) {
    std::string result;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote) {
            if (c == '\\')
                result += "  ", ++i;
            else if (c == quote)
                quote = 0, result += c;
            else
                result += ' ';
        } else {
            if (c == '#') break;
            if (c == '"' || c == '\'') quote = c;
            result += c;
        }
    }
    return result;
}

/// "name" at the beginning of `text`, "" where there is none.
std::string_view leading_name(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && is_word(text[end])) ++end;
    return end && !std::isdigit(static_cast<unsigned char>(text[0])) ? text.substr(0, end) : std::string_view();
}

/// What follows a keyword at the beginning, trimmed; "" where it does not begin so.
std::string_view after(std::string_view line, std::string_view keyword) {
    if (!line.starts_with(keyword) || line.size() <= keyword.size() || is_word(line[keyword.size()])) return {};
    return trim(line.substr(keyword.size()));
}

/// def f[T](...), class A[T]:, type X[T] = ...
bool has_type_parameters(std::string_view rest) {
    const auto name = leading_name(rest);
    return !name.empty() && rest.size() > name.size() && rest[name.size()] == '[';
}

/// An f-string whose braces hold its own quote, a backslash or a comment: allowed since 3.12.
bool nested_quotes(std::string_view line) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const bool prefix = (line[i] == 'f' || line[i] == 'F') &&
                            (i == 0 || !is_word(line[i - 1]) ||
                             ((line[i - 1] == 'r' || line[i - 1] == 'R') && (i == 1 || !is_word(line[i - 2]))));
        if (!prefix || (line[i + 1] != '"' && line[i + 1] != '\'')) continue;
        const char quote = line[i + 1];
        if (line.substr(i + 1, 3) == std::string(3, quote)) return false;
        int depth = 0;
        for (std::size_t k = i + 2; k < line.size(); ++k) {
            if (line[k] == '{' && k + 1 < line.size() && line[k + 1] == '{' && depth == 0) {
                ++k;
                continue;
            }
            if (line[k] == '{')
                ++depth;
            else if (line[k] == '}')
                depth = std::max(depth - 1, 0);
            else if (line[k] == '\\' && depth > 0)
                return true;
            else if (line[k] == quote) {
                if (depth == 0) {
                    i = k;
                    break;
                }
                // The same quote within braces: only where a closing brace and the real end follow.
                const auto rest = line.substr(k + 1);
                const auto close = rest.find('}');
                return close != std::string_view::npos && rest.find(quote, close) != std::string_view::npos;
            }
        }
    }
    return false;
}

/// except A, B: without parentheses, and without `as`.
bool bare_except(std::string_view rest) {
    int depth = 0;
    bool comma = false;
    for (const char c : rest) {
        if (c == '(' || c == '[') ++depth;
        if (c == ')' || c == ']') --depth;
        if (c == ',' && depth == 0) comma = true;
    }
    return comma && rest.find(" as ") == std::string_view::npos && rest.ends_with(':');
}

/// [*row for row in rows], {**one for one in all}: a star right after the opening bracket, and `for` before the closing
/// one.
bool unpacks_in_comprehension(std::string_view line) {
    for (std::size_t at = 0; at + 1 < line.size(); ++at) {
        if (std::string_view("[{(").find(line[at]) == std::string_view::npos || line[at + 1] != '*') continue;
        const std::size_t begin = line.find_first_not_of('*', at + 1);
        if (begin == std::string_view::npos || begin > at + 3 ||
            (!is_word(line[begin]) && line[begin] != '(' && line[begin] != '['))
            continue;
        int depth = 0;
        for (std::size_t k = at; k < line.size(); ++k) {
            if (std::string_view("[{(").find(line[k]) != std::string_view::npos) ++depth;
            if (std::string_view("]})").find(line[k]) != std::string_view::npos && --depth == 0) break;
            if (depth == 1 && line.substr(k, 5) == " for ") return true;
            if (depth == 1 && line[k] == ',') break;
        }
    }
    return false;
}

bool has_slash_parameter(std::string_view line) {
    const auto open = line.find('(');
    for (auto at = line.find('/', open == std::string_view::npos ? line.size() : open); at != std::string_view::npos;
         at = line.find('/', at + 1)) {
        const auto before = trim(line.substr(open, at - open)), behind = trim(line.substr(at + 1));
        if (before.ends_with(',') && (behind.starts_with(',') || behind.starts_with(')'))) return true;
    }
    return false;
}

}  // namespace

std::vector<SyntaxForm> newer_syntax(std::string_view source) {
    std::vector<SyntaxForm> found;
    const std::string_view whole = trim(source);
    const std::string blanked = without_strings(whole);
    const std::string_view line = trim(blanked);
    const auto add = [&](const char* name, const char* since, const char* instead) {
        found.push_back({name, since, instead});
    };
    if (auto rest = after(line, "match");
        !rest.empty() && rest.ends_with(':') && rest[0] != '=' && rest[0] != '.' && rest[0] != ':')
        add("the match statement", "3.10", "if and elif");
    if (auto rest = after(line, "case");
        !rest.empty() && rest.ends_with(':') && rest[0] != '=' && rest[0] != '.' && rest[0] != ':')
        add("the match statement", "3.10", "if and elif");
    if (line.starts_with("except*") || line.starts_with("except *"))
        add("except*", "3.11", "the backport exceptiongroup with its catch()");
    else if (auto rest = after(line, "except"); !rest.empty() && bare_except(rest))
        add("except of several types without parentheses", "3.14", "parentheses: except (A, B):");
    if (auto rest = after(line, "type"); !rest.empty()) {
        const auto name = leading_name(rest);
        const auto behind = trim(rest.substr(name.size()));
        if (!name.empty() && (behind.starts_with('=') || behind.starts_with('[')) && !behind.starts_with("=="))
            add("the type statement", "3.12", "X: TypeAlias = ..., or a plain assignment");
    }
    std::string_view definition = line.starts_with("async ") ? trim(line.substr(6)) : line;
    for (const char* keyword : {"def", "class"})
        if (auto rest = after(definition, keyword); !rest.empty() && has_type_parameters(rest))
            add("type parameters in brackets", "3.12", "TypeVar and Generic");
    if (auto rest = after(definition, "def"); !rest.empty() && has_slash_parameter(rest))
        add("positional-only parameters", "3.8", "names that begin with two underscores");
    if (auto rest = after(definition, "with"); rest.starts_with('(') && (rest.find(" as ") != std::string_view::npos ||
                                                                         rest.ends_with('(') || rest.ends_with(',')))
        add("with and several items in parentheses", "3.10", "nested with statements, or a backslash");
    if (line.find(":=") != std::string_view::npos) add("assignment expressions", "3.8", "an assignment of its own");
    if (line.starts_with('@') &&
        (line.find('[') != std::string_view::npos || line.find(" if ") != std::string_view::npos ||
         line.find("lambda") != std::string_view::npos))
        add("any expression as a decorator", "3.9", "a name for it before");
    for (const std::string_view quote : {"t\"", "t'", "T\"", "T'"})
        if (const auto at = line.find(quote); at != std::string_view::npos && (at == 0 || !is_word(line[at - 1]))) {
            add("template strings", "3.14", "an f-string or str.format");
            break;
        }
    if (auto rest = after(line, "lazy"); rest.starts_with("import ") || rest.starts_with("from "))
        add("lazy imports", "3.15", "an import within the function");
    if (unpacks_in_comprehension(line))
        add("unpacking in a comprehension", "3.15",
            "a loop within the comprehension, or itertools.chain.from_iterable");
    if (nested_quotes(whole))
        add("the same quotes or a backslash within the braces of an f-string", "3.12",
            "other quotes within the braces");
    const auto bracket = line.find("[*");
    if (bracket != std::string_view::npos && bracket > 0 && is_word(line[bracket - 1]))
        add("a star within a subscript", "3.11", "Unpack[...], or a tuple in parentheses");
    return found;
}

}  // namespace testskew::explain
