#include "ci/shell_expand.hpp"

#include <algorithm>
#include <cctype>

#include "util/text.hpp"

namespace testskew::ci {
namespace {

bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// The value of ${NAME:-word} and its relatives, as far as they are plain.
std::optional<std::string> modified(const std::string& value, const std::string& operation) {
    if (operation.starts_with("//") || operation.starts_with('/')) {
        const bool all = operation.starts_with("//");
        const std::string rest = operation.substr(all ? 2 : 1);
        const size_t slash = rest.find('/');
        const std::string from = rest.substr(0, slash), to = slash == std::string::npos ? "" : rest.substr(slash + 1);
        if (from.empty() || from.find_first_of("*?[") != std::string::npos) return std::nullopt;
        std::string result = value;
        for (size_t at = 0; (at = result.find(from, at)) != std::string::npos; at += to.size()) {
            result.replace(at, from.size(), to);
            if (!all) break;
        }
        return result;
    }
    if (operation.size() > 1 && operation[0] == ':' && std::isdigit(static_cast<unsigned char>(operation[1]))) {
        const auto parts = split(operation.substr(1), ':');
        const size_t start = static_cast<size_t>(std::atoi(parts[0].c_str()));
        if (start > value.size()) return std::string();
        return parts.size() > 1 ? value.substr(start, static_cast<size_t>(std::max(0, std::atoi(parts[1].c_str()))))
                                : value.substr(start);
    }
    return std::nullopt;
}

}  // namespace

void ShellLexer::Pieces::add(const std::string& text, bool known) {
    if (!started || words.empty()) words.emplace_back();
    started = true;
    // A word that grows without end (A=$A$A again and again) is not known.
    const bool fits = words.back().text.size() + text.size() < 64 * 1024;
    if (fits) words.back().text += text;
    words.back().known = words.back().known && known && fits;
}

void ShellLexer::Pieces::add_split(const std::string& text) {
    bool gap = !text.empty() && std::isspace(static_cast<unsigned char>(text.front()));
    for (const auto& part : shell_words(text)) {
        if (gap && started) words.emplace_back();
        add(part);
        gap = true;
    }
}

void ShellLexer::skip_blanks() {
    while (!at_end()) {
        if (peek() == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
            at_ += peek(1) == '\r' ? 3 : 2;
            ++line_;
        } else if (peek() == ' ' || peek() == '\t' || peek() == '\r') {
            ++at_;
        } else if (peek() == '#') {
            while (!at_end() && peek() != '\n') ++at_;
        } else {
            return;
        }
    }
}

void ShellLexer::skip_here_documents() {
    for (const auto& end : here_documents_) {
        while (!at_end()) {
            const size_t stop = std::min(text_.find('\n', at_), text_.size());
            const std::string line(trim(text_.substr(at_, stop - at_)));
            at_ = std::min(stop + 1, text_.size());
            ++line_;
            if (line == end) break;
        }
    }
    here_documents_.clear();
}

ShellLexer::Token ShellLexer::operator_here() {
    Token token;
    token.line = line_;
    for (const char* sign : {"<<<", "<<-", "<<", "&>>", "&>", ">>", ">&", ">|", ">", "<&", "<",
                             "&&",  "||",  "|&", "|",   ";;", ";",  "&",  "(",  ")", "\n"})
        if (text_.compare(at_, std::string_view(sign).size(), sign) == 0) {
            token.sign = sign;
            break;
        }
    at_ += token.sign.size();
    if (token.sign == "\n") {
        ++line_;
        skip_here_documents();
    } else if (token.sign == "<<" || token.sign == "<<-") {
        const Token end = next();
        if (!end.words.empty()) here_documents_.push_back(end.words.front().text);
        return next();
    }
    return token;
}

ShellLexer::Token ShellLexer::next() {
    skip_blanks();
    if (at_end()) return {"end", {}, false, line_};
    if (std::string_view("<>&|;()\n").find(peek()) != std::string_view::npos) return operator_here();
    Token token;
    token.line = line_;
    Pieces word;
    while (!at_end() && std::string_view(" \t\r\n<>&|;()").find(peek()) == std::string_view::npos) read_piece(word);
    // 2>file is a redirection of errors, which is of no interest.
    if (word.plain && word.words.size() == 1 && word.words[0].text.size() == 1 &&
        std::isdigit(static_cast<unsigned char>(word.words[0].text[0])) && (peek() == '>' || peek() == '<')) {
        const bool errors = word.words[0].text != "1";
        const Token sign = operator_here();
        if (!errors) return sign;
        return {"2>", {}, false, sign.line};
    }
    token.words = std::move(word.words);
    token.plain = word.plain;
    return token;
}

void ShellLexer::read_piece(Pieces& word) {
    const char c = peek();
    if (c == '\\') {
        if (peek(1) == '\n') {
            ++line_;
        } else {
            word.add(std::string(1, peek(1)));
            word.plain = false;
        }
        at_ += 2;
    } else if (c == '\'') {
        const size_t end = std::min(text_.find('\'', at_ + 1), text_.size());
        const std::string inside = text_.substr(at_ + 1, end - at_ - 1);
        line_ += static_cast<int>(std::count(inside.begin(), inside.end(), '\n'));
        word.add(inside);
        word.plain = false;
        at_ = std::min(end + 1, text_.size());
    } else if (c == '"') {
        ++at_;
        word.plain = false;
        word.add("");
        double_quoted(word);
    } else if (c == '$') {
        word.plain = false;
        dollar(word, false);
    } else if (c == '`') {
        word.plain = false;
        const std::string inside = until_matching('`', '`');
        const auto value = substituted(inside);
        put(word, value ? ShellWord{*value} : ShellWord{"`" + inside + "`", false}, false);
    } else {
        word.add(std::string(1, c));
        ++at_;
    }
}

void ShellLexer::double_quoted(Pieces& word) {
    while (!at_end() && peek() != '"') {
        if (peek() == '\\') {
            if (peek(1) == '\n')
                ++line_;
            else if (std::string_view("$`\"\\").find(peek(1)) != std::string_view::npos)
                word.add(std::string(1, peek(1)));
            else
                word.add(text_.substr(at_, 2));
            at_ += 2;
        } else if (peek() == '$') {
            dollar(word, true);
        } else if (peek() == '`') {
            const std::string inside = until_matching('`', '`');
            const auto value = substituted(inside);
            word.add(value ? *value : "`" + inside + "`", value.has_value());
        } else {
            line_ += peek() == '\n';
            word.add(std::string(1, peek()));
            ++at_;
        }
    }
    if (!at_end()) ++at_;
}

/// The text between two signs, the first of which is here; afterwards comes what follows the second one.
std::string ShellLexer::until_matching(char open, char close) {
    const size_t start = ++at_;
    int depth = 1;
    char quote = 0;
    for (; !at_end(); ++at_) {
        const char c = peek();
        line_ += c == '\n';
        if (quote) {
            if (c == quote) quote = 0;
        } else if (open != close && (c == '\'' || c == '"')) {
            quote = c;
        } else if (c == '\\') {
            ++at_;
        } else if (c == close) {
            if (--depth == 0) break;
        } else if (c == open) {
            ++depth;
        }
    }
    const std::string inside =
        text_.substr(std::min(start, text_.size()), std::min(at_, text_.size()) - std::min(start, text_.size()));
    at_ = std::min(at_ + 1, text_.size());
    return inside;
}

void ShellLexer::put(Pieces& word, const ShellWord& value, bool quoted) {
    if (quoted || !value.known)
        word.add(value.text, value.known);
    else
        word.add_split(value.text);
}

void ShellLexer::dollar(Pieces& word, bool quoted) {
    if (text_.compare(at_, 3, "${{") == 0) {  // an expression of GitHub whose value nobody knows
        const size_t end = std::min(text_.find("}}", at_), text_.size() - 2) + 2;
        word.add(text_.substr(at_, end - at_), false);
        at_ = end;
    } else if (peek(1) == '{') {
        ++at_;
        braces(word, quoted);
    } else if (peek(1) == '(') {
        ++at_;
        const std::string inside = until_matching('(', ')');
        const auto value = substituted(inside);
        put(word, value ? ShellWord{*value} : ShellWord{"$(" + inside + ")", false}, quoted);
    } else if (peek(1) == '\'' && !quoted) {
        ++at_;
        read_piece(word);
    } else if (is_name_character(peek(1)) && !std::isdigit(static_cast<unsigned char>(peek(1)))) {
        size_t end = at_ + 1;
        while (end < text_.size() && is_name_character(text_[end])) ++end;
        const std::string name = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end;
        variable(word, name, quoted);
    } else if (peek(1) == '@' || peek(1) == '*' || std::isdigit(static_cast<unsigned char>(peek(1)))) {
        const std::string name(1, peek(1));
        at_ += 2;
        variable(word, name, quoted);
    } else if (peek(1) == '?' || peek(1) == '#' || peek(1) == '!' || peek(1) == '$') {
        word.add(text_.substr(at_, 2), false);
        at_ += 2;
    } else {
        word.add("$");
        ++at_;
    }
}

void ShellLexer::variable(Pieces& word, const std::string& name, bool quoted) {
    if (name == "@" || name == "*") {
        for (size_t i = 0; i < scope_.arguments.size(); ++i) {
            if (i) word.words.emplace_back();
            word.add(scope_.arguments[i], scope_.arguments[i].find("${{") == std::string::npos);
        }
        if (scope_.arguments.empty() && quoted && word.words.size() == 1 && word.words[0].text.empty()) {
            word.words.clear();  // "$@" of nothing is no word at all
            word.started = false;
        }
        return;
    }
    const auto value = value_of(name);
    put(word, value ? ShellWord{*value} : ShellWord{"$" + name, false}, quoted);
}

void ShellLexer::braces(Pieces& word, bool quoted) {
    const std::string inside = until_matching('{', '}');
    size_t end = 0;
    while (end < inside.size() && is_name_character(inside[end])) ++end;
    if (end == 0 && !inside.empty() && (inside[0] == '@' || inside[0] == '*')) end = 1;
    const std::string name = inside.substr(0, end);
    std::string operation = inside.substr(end);
    if (operation.empty()) return variable(word, name, quoted);
    const auto value = name == "@" ? std::optional(join(scope_.arguments, " ")) : value_of(name);
    const bool colon = operation.size() > 1 && operation[0] == ':';
    const char kind = colon ? operation[1] : operation[0];
    if (value && (kind == '-' || kind == '=') && !name.empty()) {
        const std::string other = operation.substr(colon ? 2 : 1);
        std::map<std::string, ShellWord> variables = variables_;
        ShellScope scope = scope_;
        if (++scope.depth > 20) return put(word, ShellWord{"${" + inside + "}", false}, quoted);
        ShellLexer inner(other, scope, variables);
        ShellWord otherwise;
        for (Token token = inner.next(); token.sign != "end"; token = inner.next())
            for (const ShellWord& one : token.words) {
                otherwise.text += (otherwise.text.empty() ? "" : " ") + one.text;
                otherwise.known = otherwise.known && one.known;
            }
        return put(word, value->empty() ? otherwise : ShellWord{*value}, quoted);
    }
    if (value && kind == '+')
        return put(word, ShellWord{value->empty() ? "" : operation.substr(colon ? 2 : 1)}, quoted);
    const auto result = value ? modified(*value, operation) : std::nullopt;
    put(word, result ? ShellWord{*result} : ShellWord{"${" + inside + "}", false}, quoted);
}

std::optional<std::string> ShellLexer::value_of(const std::string& name) const {
    if (name.size() == 1 && std::isdigit(static_cast<unsigned char>(name[0]))) {
        const size_t index = static_cast<size_t>(name[0] - '0');
        if (index == 0) return std::nullopt;
        return index <= scope_.arguments.size() ? scope_.arguments[index - 1] : std::string();
    }
    if (const auto found = variables_.find(name); found != variables_.end())
        return found->second.known ? std::optional(found->second.text) : std::nullopt;
    return scope_.lookup ? scope_.lookup(name) : std::nullopt;
}

std::optional<std::string> ShellLexer::substituted(const std::string& command) const {
    if (scope_.depth > 20) return std::nullopt;
    ShellScope scope = scope_;
    ++scope.depth;
    const auto variables = variables_;
    scope.lookup = [this, variables](const std::string& name) { return value_of(name); };
    return printed_by(shell_commands(command, scope));
}

std::optional<std::string> printed_by(const std::vector<ShellCommand>& pipeline) {
    std::optional<std::string> text;
    for (size_t i = 0; i < pipeline.size(); ++i) {
        const auto& command = pipeline[i];
        const auto words = command.argv();
        const bool known =
            std::all_of(command.words.begin(), command.words.end(), [](const auto& w) { return w.known; });
        if (!known || words.empty() || command.conditional || command.piped != (i > 0)) return std::nullopt;
        if (i == 0 && words[0] == "echo") {
            std::vector<std::string> rest(words.begin() + 1, words.end());
            if (!rest.empty() && rest[0] == "-n") rest.erase(rest.begin());
            text = join(rest, " ");
        } else if (i == 0 &&
                   (words[0] == "which" || (words[0] == "command" && words.size() == 3 && words[1] == "-v"))) {
            text = words.back();
        } else if (text && words[0] == "tr" && words.size() == 3 && words[1] == "-d") {
            std::erase_if(*text, [&](char c) { return words[2].find(c) != std::string::npos; });
        } else if (text && words[0] == "tr" && words.size() == 3 && words[1].size() == 1 && words[2].size() == 1) {
            std::replace(text->begin(), text->end(), words[1][0], words[2][0]);
        } else {
            return std::nullopt;
        }
    }
    return text;
}

}  // namespace testskew::ci
