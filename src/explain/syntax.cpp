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

/// The name at the beginning of `text`; "" if there is none.
std::string_view leading_name(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && is_word(text[end])) ++end;
    return end && !std::isdigit(static_cast<unsigned char>(text[0])) ? text.substr(0, end) : std::string_view();
}

/// What follows a keyword at the beginning of the line, trimmed; "" if the line does not begin with it.
std::string_view after(std::string_view line, std::string_view keyword) {
    if (!line.starts_with(keyword) || line.size() <= keyword.size() || is_word(line[keyword.size()])) return {};
    return trim(line.substr(keyword.size()));
}

/// True for what follows the keyword in `def f[T](...)` and `class A[T]:`.
bool has_type_parameters(std::string_view rest) {
    const auto name = leading_name(rest);
    return !name.empty() && rest.size() > name.size() && rest[name.size()] == '[';
}

/// True if the letter at `at` begins the prefix of an f-string: it stands alone, or after an r.
bool is_f_prefix(std::string_view line, std::size_t at) {
    if (line[at] != 'f' && line[at] != 'F') return false;
    if (at == 0 || !is_word(line[at - 1])) return true;
    return (line[at - 1] == 'r' || line[at - 1] == 'R') && (at == 1 || !is_word(line[at - 2]));
}

/// Reads an f-string from the character after its opening quote on. Returns true if its braces hold its own quote or a
/// backslash. Otherwise `end` becomes the position of the last character that need not be read again.
bool has_nested_quotes(std::string_view line, std::size_t begin, char quote, std::size_t& end) {
    int depth = 0;
    for (end = begin; end < line.size(); ++end) {
        const char c = line[end];
        if (c == '{' && depth == 0 && line.substr(end, 2) == "{{") {
            ++end;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}') {
            depth = std::max(depth - 1, 0);
        } else if (c == '\\' && depth > 0) {
            return true;
        } else if (c == quote && depth > 0) {
            // The quote is within the braces only if a closing brace and then the real end of the string follow.
            const auto rest = line.substr(end + 1);
            const auto close = rest.find('}');
            end = line.size();
            return close != std::string_view::npos && rest.find(quote, close) != std::string_view::npos;
        } else if (c == quote) {
            return false;
        }
    }
    end = begin - 1;  // the string does not end on this line, so another one may begin in what was read
    return false;
}

/// True if the line has an f-string whose braces hold its own quote or a backslash, which is allowed since 3.12.
bool nested_quotes(std::string_view line) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const char quote = line[i + 1];
        if (!is_f_prefix(line, i) || (quote != '"' && quote != '\'')) continue;
        // A triple-quoted string may go on in the next line.
        if (line.substr(i + 1, 3) == std::string(3, quote)) return false;
        std::size_t end = i;
        if (has_nested_quotes(line, i + 2, quote, end)) return true;
        i = end;
    }
    return false;
}

/// True for what follows the keyword in `except A, B:`, without parentheses and without `as`.
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

/// True for `[*row for row in rows]` and `{**one for one in all}`: a star stands right after the opening bracket, and
/// `for` before the closing one.
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

/// One source line, in the forms that the rules look at.
struct Line {
    std::string_view whole;       ///< trimmed
    std::string_view code;        ///< without comment and the contents of strings
    std::string_view definition;  ///< the same without `async`
};

/// True for a match or case statement. Both words are soft keywords: before an operator, an attribute or an annotation
/// they are names.
bool is_match(const Line& line) {
    for (const char* keyword : {"match", "case"})
        if (const auto rest = after(line.code, keyword);
            rest.ends_with(':') && rest[0] != '=' && rest[0] != '.' && rest[0] != ':')
            return true;
    return false;
}

bool is_except_star(const Line& line) { return line.code.starts_with("except*") || line.code.starts_with("except *"); }

bool is_bare_except(const Line& line) {
    const auto rest = after(line.code, "except");
    return !is_except_star(line) && !rest.empty() && bare_except(rest);
}

/// True for `type X = ...` and `type X[T] = ...`.
bool is_type_statement(const Line& line) {
    const auto rest = after(line.code, "type");
    const auto name = leading_name(rest);
    if (name.empty()) return false;
    const auto behind = trim(rest.substr(name.size()));
    return (behind.starts_with('=') || behind.starts_with('[')) && !behind.starts_with("==");
}

bool is_generic(const Line& line) {
    return has_type_parameters(after(line.definition, "def")) || has_type_parameters(after(line.definition, "class"));
}

bool is_positional_only(const Line& line) { return has_slash_parameter(after(line.definition, "def")); }

bool is_with_in_parentheses(const Line& line) {
    const auto rest = after(line.definition, "with");
    return rest.starts_with('(') &&
           (rest.find(" as ") != std::string_view::npos || rest.ends_with('(') || rest.ends_with(','));
}

bool is_assignment_expression(const Line& line) { return line.code.find(":=") != std::string_view::npos; }

/// True for a decorator that is more than a dotted name and a call.
bool is_decorator_expression(const Line& line) {
    if (!line.code.starts_with('@')) return false;
    for (const char* sign : {"[", " if ", "lambda"})
        if (line.code.find(sign) != std::string_view::npos) return true;
    return false;
}

bool is_template_string(const Line& line) {
    for (const std::string_view quote : {"t\"", "t'", "T\"", "T'"})
        if (const auto at = line.code.find(quote);
            at != std::string_view::npos && (at == 0 || !is_word(line.code[at - 1])))
            return true;
    return false;
}

bool is_lazy_import(const Line& line) {
    const auto rest = after(line.code, "lazy");
    return rest.starts_with("import ") || rest.starts_with("from ");
}

bool is_unpacking_comprehension(const Line& line) { return unpacks_in_comprehension(line.code); }

bool is_nested_f_string(const Line& line) { return nested_quotes(line.whole); }

/// True for `tuple[*Ts]`.
bool is_star_in_subscript(const Line& line) {
    const auto bracket = line.code.find("[*");
    return bracket != std::string_view::npos && bracket > 0 && is_word(line.code[bracket - 1]);
}

struct Rule {
    bool (*holds)(const Line&);
    const char *name, *since, *instead;
};

constexpr Rule rules[] = {
    {is_match, "the match statement", "3.10", "if and elif"},
    {is_except_star, "except*", "3.11", "the backport exceptiongroup with its catch()"},
    {is_bare_except, "except of several types without parentheses", "3.14", "parentheses: except (A, B):"},
    {is_type_statement, "the type statement", "3.12", "X: TypeAlias = ..., or a plain assignment"},
    {is_generic, "type parameters in brackets", "3.12", "TypeVar and Generic"},
    {is_positional_only, "positional-only parameters", "3.8", "names that begin with two underscores"},
    {is_with_in_parentheses, "with and several items in parentheses", "3.10", "nested with statements, or a backslash"},
    {is_assignment_expression, "assignment expressions", "3.8", "an assignment of its own"},
    {is_decorator_expression, "any expression as a decorator", "3.9", "a name for it before"},
    {is_template_string, "template strings", "3.14", "an f-string or str.format"},
    {is_lazy_import, "lazy imports", "3.15", "an import within the function"},
    {is_unpacking_comprehension, "unpacking in a comprehension", "3.15",
     "a loop within the comprehension, or itertools.chain.from_iterable"},
    {is_nested_f_string, "the same quotes or a backslash within the braces of an f-string", "3.12",
     "other quotes within the braces"},
    {is_star_in_subscript, "a star within a subscript", "3.11", "Unpack[...], or a tuple in parentheses"},
};

}  // namespace

std::vector<SyntaxForm> newer_syntax(std::string_view source) {
    const std::string_view whole = trim(source);
    const std::string blanked = without_strings(whole);
    const std::string_view code = trim(blanked);
    const Line line{whole, code, code.starts_with("async ") ? trim(code.substr(6)) : code};
    std::vector<SyntaxForm> found;
    for (const Rule& rule : rules)
        if (rule.holds(line)) found.push_back({rule.name, rule.since, rule.instead});
    return found;
}

}  // namespace testskew::explain
