// The structure of a shell script: which commands it has, and whether they are run.
#include "ci/shell.hpp"

#include <algorithm>
#include <cctype>

#include "ci/shell_condition.hpp"
#include "ci/shell_frames.hpp"
#include "ci/shell_lexer.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

bool is_assignment(const std::string& word) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0 || std::isdigit(static_cast<unsigned char>(word[0]))) return false;
    const size_t end = word[equals - 1] == '+' ? equals - 1 : equals;
    return end > 0 && std::all_of(word.begin(), word.begin() + static_cast<long>(end),
                                  [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

/// Reads the commands of one script.
class ScriptReader {
public:
    ScriptReader(const std::string& script, const ShellScope& scope)
        : scope_(scope), lexer_(script, scope, variables_) {}

    std::vector<ShellCommand> all() {
        while (!ended_) {
            const auto token = lexer_.next();
            if (token.sign == "end") break;
            take(token);
        }
        finish();
        return std::move(commands_);
    }

private:
    using Kind = ShellFrames::Kind;
    void open(Kind kind, Run here) { ended_ = !frames_.open(kind, here, commands_.size()) || ended_; }

    void close() {
        if (frames_.innermost()) closed_ = frames_.close();
    }

    /// True if the innermost construct that is open is of this kind.
    bool is_in(Kind kind) {
        const auto* frame = frames_.innermost();
        return frame && frame->kind == kind;
    }

    void take(const ShellLexer::Token& token) {
        if (in_brackets(token) || in_array(token)) return;
        if (!token.sign.empty()) return sign(token);
        if (redirect_) {
            if (redirect_ == '>' && !token.words.empty()) current_.redirect = token.words.front().text;
            redirect_ = 0;
            return;
        }
        if (current_.words.empty() && token.plain && !token.words.empty() && keyword(token.words.front().text)) return;
        if (current_.words.empty() && current_.assignments.empty()) current_.line = token.line;
        for (const auto& word : token.words) {
            if (current_.words.empty() && is_assignment(word.text) && &word == &token.words.front()) {
                assign(token.words);
                break;
            }
            current_.words.push_back(word);
        }
    }

    /// NAME=VALUE and NAME+=VALUE in front of a command.
    void assign(const std::vector<ShellWord>& words) {
        const size_t equals = words[0].text.find('=');
        std::string name = words[0].text.substr(0, equals), value = words[0].text.substr(equals + 1);
        bool known = words[0].known;
        for (size_t i = 1; i < words.size(); ++i) value += " " + words[i].text;
        if (name.ends_with('+')) {
            name.pop_back();
            const auto before = ShellExpansion(scope_, variables_).value_of(name);
            value = before.value_or("$" + name) + value;
            known = known && before.has_value();
        }
        current_.assignments[name] = {value, known};
        assigned_ = name;
    }

    /// Inside [[ ]] the operators are words.
    bool in_brackets(const ShellLexer::Token& token) {
        auto& words = current_.words;
        const size_t first = !words.empty() && words[0].text == "!" ? 1 : 0;
        if (words.size() <= first || words[first].text != "[[" || words.back().text == "]]") return false;
        if (token.sign == "\n" && words.back().text != "&&" && words.back().text != "||") return false;
        if (token.sign == "\n") return true;
        if (!token.sign.empty())
            words.push_back({token.sign});
        else if (token.words.size() == 1)
            words.push_back(token.words.front());
        else  // nothing is split here, and what had several words is not known to the last blank
            words.push_back({"", token.words.empty()});
        return true;
    }

    /// NAME=(a b c): what is in an array is not read.
    bool in_array(const ShellLexer::Token& token) {
        auto& words = current_.words;
        const bool plain = words.empty() && !current_.assignments.empty();
        if (!array_ && token.sign == "(" && (plain || (words.size() > 1 && words.back().text.ends_with('=')))) {
            (plain ? current_.assignments[assigned_] : words.back()).known = false;
            array_ = true;
            return true;
        }
        const bool was = array_;
        if (token.sign == ")") array_ = false;
        return was;
    }

    void sign(const ShellLexer::Token& token) {
        const std::string& sign = token.sign;
        if (sign == ">" || sign == ">>" || sign == "&>" || sign == "&>>" || sign == ">|") {
            redirect_ = '>';
        } else if (sign == "<" || sign == "<<<" || sign == "2>" || sign == ">&" || sign == "<&") {
            redirect_ = '<';
        } else if (sign == "(" && current_.words.size() == 1) {  // name() { ... }
            current_ = {};
            function_ = true;
        } else if (sign == ")" && is_in(Kind::choice)) {
            current_ = {};  // a pattern of `case`
            skip_head_ = false;
            frames_.innermost()->number = frames_.next_number();
        } else if (sign == "(" || sign == ")") {
            parenthesis(sign);
        } else {
            current_.background = sign == "&";
            finish(sign);
        }
    }

    void parenthesis(const std::string& sign) {
        finish();
        if (function_) return;
        if (sign == "(") {
            begin_group(Kind::subshell);
            add_sign(sign);
        } else {
            add_sign(sign);
            if (is_in(Kind::subshell)) close();
        }
    }

    void add_sign(const std::string& sign) {
        commands_.emplace_back();
        commands_.back().words = {{sign}};
    }

    /// What stands before a group decides whether all of it is run.
    void begin_group(Kind kind) {
        if (auto* frame = frames_.innermost(); frame && frame->in_test) frame->in_parts = true;
        open(kind, function_ ? Run::maybe : list_.next);
        list_.next = Run::yes;
    }

    bool keyword(const std::string& word) {
        if (word == "if") {
            open(Kind::condition, list_.next);
            frames_.innermost()->in_test = true;
            list_.next = Run::yes;
        } else if ((word == "elif" || word == "then" || word == "else") && frames_.innermost()) {
            frames_.branch(word, list_.worth());
        } else if (word == "for" || word == "while" || word == "until" || word == "case" || word == "select") {
            open(word == "case" ? Kind::choice : Kind::loop, Run::maybe);
            if (word != "while" && word != "until") skip_head_ = true;
        } else if (word == "fi" || word == "done" || word == "esac" || word == "}") {
            close();
        } else if (word == "function") {
            function_ = true;
            skip_head_ = true;
        } else if (word == "{") {
            begin_group(Kind::group);
            function_ = false;
            skip_head_ = false;
            current_ = {};
        } else {
            return word == "do" || word == "time" || word == "elif" || word == "then" || word == "else";
        }
        return true;
    }

    void separate(const std::string& sign) {
        list_.separate(sign);
        if (sign != "&&") list_number_ = frames_.next_number();
    }

    /// The command is complete; `sign` is what separates it from the next one.
    void finish(const std::string& sign = "\n") {
        ShellCommand command = std::move(current_);
        current_ = {};
        redirect_ = 0;
        const Run chained = list_.next;
        const bool piped = piped_;
        piped_ = sign == "|" || sign == "|&";
        if (command.words.empty() && command.assignments.empty()) {
            end_of_group(command.redirect);
            if (sign == "&&" || sign == "||") separate(sign);
            return;
        }
        closed_ = std::string::npos;
        if (skip_head_) {  // for x in a b c
            skip_head_ = false;
            if (is_in(Kind::loop) && !command.words.empty())
                variables_[command.words[0].text] = {"$" + command.words[0].text, false};
            return;
        }
        const bool is_test = is_shell_test(command.words);
        const std::string under = frames_.condition(chained == Run::maybe ? list_number_ : 0);
        if (!piped_) {
            list_.done(!is_test ? Run::yes : piped ? Run::maybe : worth_of_test(command.words, scope_), !is_test);
            separate(sign);
        }
        const Run run = also(frames_.now(), chained);
        if (run == Run::no || is_test) return;
        command.conditional = run == Run::maybe;
        if (command.conditional) command.condition = under;
        command.piped = piped;
        keep(std::move(command));
    }

    /// A redirection behind `}`, `)`, `fi` or `done` is one of all commands inside.
    void end_of_group(const std::string& redirect) {
        if (closed_ == std::string::npos || redirect.empty()) return;
        for (size_t i = closed_; i < commands_.size(); ++i)
            if (commands_[i].redirect.empty()) commands_[i].redirect = redirect;
        closed_ = std::string::npos;
    }

    void keep(ShellCommand command) {
        while (!command.words.empty() && command.words[0].text == "!") command.words.erase(command.words.begin());
        const std::string first = command.words.empty() ? "" : command.words[0].text;
        if (first == "export" || first == "declare" || first == "local" || first == "readonly") {
            declared(command);
        } else if (first == "unset" || first == "read") {
            for (size_t i = 1; i < command.words.size(); ++i)
                if (const auto& name = command.words[i].text; !name.starts_with('-'))
                    variables_[name] =
                        first == "unset" && !command.conditional ? ShellWord{} : ShellWord{"$" + name, false};
        } else if (first == "tee" && command.piped && !commands_.empty() && commands_.back().redirect.empty()) {
            for (size_t i = 1; i < command.words.size(); ++i)
                if (!command.words[i].text.starts_with('-')) commands_.back().redirect = command.words[i].text;
        } else if (first == "exit" && !command.conditional && !command.piped &&
                   (command.words.size() == 1 || command.words[1].text == "0")) {
            ended_ = !frames_.has(Kind::subshell);
        }
        if (command.words.empty())
            for (const auto& [name, value] : command.assignments)
                variables_[name] = {value.text, value.known && !command.conditional};
        commands_.push_back(std::move(command));
    }

    /// `export NAME=VALUE` and its relatives are an assignment.
    void declared(ShellCommand& command) {
        command.exported = command.words[0].text == "export";
        for (size_t i = 1; i < command.words.size(); ++i) {
            const auto& word = command.words[i];
            if (is_assignment(word.text)) {
                const size_t equals = word.text.find('=');
                command.assignments[word.text.substr(0, equals)] = {word.text.substr(equals + 1), word.known};
            } else if (const auto known = variables_.find(word.text); known != variables_.end()) {
                command.assignments[word.text] = known->second;  // it was set before: export NAME
            }
        }
        command.words.clear();
    }

    const ShellScope& scope_;
    std::map<std::string, ShellWord> variables_;
    ShellLexer lexer_;
    std::vector<ShellCommand> commands_;
    ShellFrames frames_;
    ShellCommand current_;
    CommandList list_;
    std::string assigned_;                     ///< the variable that was set last
    size_t closed_ = std::string::npos;        ///< the first command of the group that has just ended
    int list_number_ = frames_.next_number();  ///< of the list in which the next command stands
    char redirect_ = 0;
    bool piped_ = false, function_ = false, skip_head_ = false, array_ = false, ended_ = false;
};

}  // namespace

std::vector<std::string> ShellCommand::argv() const {
    std::vector<std::string> result;
    for (const auto& word : words) result.push_back(word.text);
    return result;
}

std::vector<ShellCommand> shell_commands(const std::string& script, const ShellScope& scope) {
    return ScriptReader(script, scope).all();
}

}  // namespace testskew::ci
