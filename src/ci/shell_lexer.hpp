#pragma once
#include <map>
#include <string>
#include <vector>

#include "ci/shell.hpp"
#include "ci/shell_expand.hpp"

namespace testskew::ci {

/// Reads the words of a script one after the other. ShellExpansion says what its variables stand for.
class ShellLexer {
public:
    ShellLexer(const std::string& script, const ShellScope& scope, const std::map<std::string, ShellWord>& variables)
        : text_(script), expansion_(scope, variables) {}

    /// What comes next: words (one, several or none after expansion) or an operator such as "&&" or "\n".
    struct Token {
        std::string sign;              ///< the operator; "" for words; "end" at the end
        std::vector<ShellWord> words;  ///< of one written word
        bool plain = false;            ///< the word was written without quotes and variables, so that it may be `if`
        int line = 0;
    };
    Token next();

private:
    /// The pieces of a word that is being read.
    struct Pieces {
        std::vector<ShellWord> words;
        bool started = false, plain = true;
        void add(const std::string& text, bool known = true, bool quoted = false);
        void add_split(const std::string& text);  ///< of an unquoted variable: blanks separate words
    };

    bool at_end() const { return at_ >= text_.size(); }
    char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    void skip_blanks();
    Token operator_here();
    void read_piece(Pieces& word);
    void double_quoted(Pieces& word);
    void dollar(Pieces& word, bool quoted);
    void variable(Pieces& word, const std::string& name, bool quoted);
    void put(Pieces& word, const ShellWord& value, bool quoted);
    std::string until_matching(char open, char close);
    void skip_here_documents();

    const std::string& text_;
    ShellExpansion expansion_;
    size_t at_ = 0;
    int line_ = 0;
    std::vector<std::string> here_documents_;  ///< the words that end those which begin on the next line
};

}  // namespace testskew::ci
