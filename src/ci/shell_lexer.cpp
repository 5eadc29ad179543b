#include "ci/shell_lexer.hpp"

#include <algorithm>
#include <cctype>

#include "util/text.hpp"

namespace testskew::ci {
void ShellLexer::Pieces::add(const std::string& text, bool known, bool quoted) {
    if (!started || words.empty()) words.emplace_back();
    started = true;
    if (text.find_first_of(quoted ? "*?[\\" : "*?[") != std::string::npos)
        (quoted ? words.back().quoted_pattern : words.back().pattern) = true;
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
            word.add(std::string(1, peek(1)), true, true);
            word.plain = false;
        }
        at_ += 2;
    } else if (c == '\'') {
        const size_t end = std::min(text_.find('\'', at_ + 1), text_.size());
        const std::string inside = text_.substr(at_ + 1, end - at_ - 1);
        line_ += static_cast<int>(std::count(inside.begin(), inside.end(), '\n'));
        word.add(inside, true, true);
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
        const auto value = expansion_.substituted(inside);
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
                word.add(std::string(1, peek(1)), true, true);
            else
                word.add(text_.substr(at_, 2), true, true);
            at_ += 2;
        } else if (peek() == '$') {
            dollar(word, true);
        } else if (peek() == '`') {
            const std::string inside = until_matching('`', '`');
            const auto value = expansion_.substituted(inside);
            word.add(value ? *value : "`" + inside + "`", value.has_value(), true);
        } else {
            line_ += peek() == '\n';
            word.add(std::string(1, peek()), true, true);
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
        word.add(value.text, value.known, quoted);
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
        const std::string inside = until_matching('{', '}');
        if (parameter_in(inside).size() == inside.size())
            variable(word, inside, quoted);
        else
            put(word, expansion_.braces(inside), quoted);
    } else if (peek(1) == '(') {
        ++at_;
        const std::string inside = until_matching('(', ')');
        const auto value = expansion_.substituted(inside);
        put(word, value ? ShellWord{*value} : ShellWord{"$(" + inside + ")", false}, quoted);
    } else if (peek(1) == '\'' && !quoted) {
        ++at_;
        read_piece(word);
    } else if (is_parameter_character(peek(1)) && !std::isdigit(static_cast<unsigned char>(peek(1)))) {
        size_t end = at_ + 1;
        while (end < text_.size() && is_parameter_character(text_[end])) ++end;
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
        const auto& arguments = expansion_.arguments();
        for (size_t i = 0; i < arguments.size(); ++i) {
            if (i) word.words.emplace_back();
            word.add(arguments[i], arguments[i].find("${{") == std::string::npos);
        }
        if (arguments.empty() && quoted && word.words.size() == 1 && word.words[0].text.empty()) {
            word.words.clear();  // "$@" of nothing is no word at all
            word.started = false;
        }
        return;
    }
    const auto value = expansion_.value_of(name);
    put(word, value ? ShellWord{*value} : ShellWord{"$" + name, false}, quoted);
}

}  // namespace testskew::ci
