#include "compare/identifiers.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "compare/normalise.hpp"
#include "compare/patterns.hpp"

namespace testskew::compare {
namespace {

constexpr std::size_t most_identifiers = 12, longest_message = 2000, longest_name = 100;

/// Python's keywords, and the names of built-in types that belong to the wording of messages.
constexpr std::string_view keywords[] = {"False",    "None",
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
    if (text.empty() || text.size() > longest_name || !(begins_name(text[0]) || text[0] == '#')) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return word(c) || c == '.' || c == '-' || c == '#' || c == '/'; });
}

bool inner_capital(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i)
        if (std::isupper(static_cast<unsigned char>(text[i])) && std::islower(static_cast<unsigned char>(text[i - 1])))
            return true;
    return false;
}

/// The end of the quoted text that begins at `at`; npos if the quote is an apostrophe within a word.
std::size_t quote_end(std::string_view text, std::size_t at) {
    if (at > 0 && word(text[at - 1]) && text[at - 1] != 'b' && text[at - 1] != 'u') return std::string_view::npos;
    return text.find(text[at], at + 1);
}

/// Removes each part of `text` that begins with `from`, up to `to` or the end.
void remove_parts(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at; (at = text.find(from)) != std::string::npos;) {
        const std::size_t end = text.find(to, at);
        text.erase(at, end == std::string::npos ? std::string::npos : end - at);
    }
}

/// The message without the parts that say nothing about the failure.
std::string essence(std::string_view message) {
    std::string text(message.substr(0, longest_message));
    remove_parts(text, "input_value=", ", input_type");  // pydantic shows the rejected value, which can be anything
    // Suggestions exist since Python 3.10, and may name anything with a similar spelling.
    for (const char* hint : {"Did you mean", "Did you forget", "Perhaps you forgot", "For further information visit"})
        remove_parts(text, hint, "\n");
    return normalise(text);
}

/// Walks over a message and collects its identifiers.
class Identifiers {
public:
    explicit Identifiers(std::string_view text) : text_(text) {}

    std::set<std::string> all() {
        for (std::size_t at = 0; at < text_.size();) {
            std::size_t end = quoted(at);
            if (end == at) end = placeholder(at);
            if (end == at && begins_name(text_[at])) end = bare(at);
            at = end == at ? at + 1 : end;
        }
        return std::move(found_);
    }

private:
    void keep(std::string_view name) {
        while (!name.empty() && (name.back() == '.' || name.back() == '-')) name.remove_suffix(1);
        if (!identifier(name) || found_.size() >= most_identifiers) return;
        if (std::find(std::begin(keywords), std::end(keywords), name) != std::end(keywords)) return;
        if (name.find_first_not_of("#.-/") == std::string_view::npos) return;
        found_.insert(std::string(name));
    }

    /// Takes a name in quotes. Like the two functions below, it returns the position at which the walk goes on, or `at`
    /// if there is nothing to take.
    std::size_t quoted(std::size_t at) {
        if (text_[at] != '\'' && text_[at] != '"' && text_[at] != '`') return at;
        const std::size_t end = quote_end(text_, at);
        if (end == std::string_view::npos || end - at > longest_name) return at;
        const std::string_view name = text_.substr(at + 1, end - at - 1);
        if (!identifier(name)) return at;
        keep(name);
        return end + 1;
    }

    /// Skips a placeholder. A repr is in angle brackets as well, but its words count.
    std::size_t placeholder(std::size_t at) const {
        static constexpr std::string_view placeholders[] = {"addr", "uuid", "time", "url", "path", "tmp", "hex"};
        if (text_[at] != '<') return at;
        const std::size_t end = text_.find('>', at);
        if (end == std::string_view::npos) return at;
        const std::string_view name = text_.substr(at + 1, end - at - 1);
        const bool known = std::find(std::begin(placeholders), std::end(placeholders), name) != std::end(placeholders);
        return known ? end + 1 : at;
    }

    /// Takes a word without quotes, if it looks like a name.
    std::size_t bare(std::size_t at) {
        std::size_t end = at;
        while (end < text_.size() && (word(text_[end]) || text_[end] == '#' ||
                                      (text_[end] == '.' && end + 1 < text_.size() && begins_name(text_[end + 1]))))
            ++end;
        const std::string_view name = text_.substr(at, end - at);
        if (text_.substr(end, 2) == "()")
            keep(name.substr(name.rfind('.') + 1));
        else if (name.find('_') != std::string_view::npos || name.find('.') != std::string_view::npos ||
                 inner_capital(name))
            keep(name);
        return end;
    }

    std::string_view text_;
    std::set<std::string> found_;
};

}  // namespace

std::vector<std::string> identifiers(std::string_view message) {
    const std::string text = essence(message);
    const auto found = Identifiers(text).all();
    return {found.begin(), found.end()};
}

}  // namespace testskew::compare
