// The structure of a shell script: which commands it has, and whether they are run.
#include "ci/shell.hpp"

#include <algorithm>
#include <cctype>

#include "ci/shell_lexer.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

enum class Run { yes, no, maybe };

Run also(Run a, Run b) {
    if (a == Run::no || b == Run::no) return Run::no;
    return a == Run::yes && b == Run::yes ? Run::yes : Run::maybe;
}

bool is_assignment(const std::string& word) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0 || std::isdigit(static_cast<unsigned char>(word[0]))) return false;
    return std::all_of(word.begin(), word.begin() + static_cast<long>(equals),
                       [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

/// What `[ A = B ]`, `[ -n A ]` and their relatives are worth.
Run test_of(const ShellCommand& command, const ShellScope& scope) {
    std::vector<ShellWord> words = command.words;
    const bool negated = !words.empty() && words[0].text == "!";
    if (negated) words.erase(words.begin());
    if (words.size() == 1 && (words[0].text == "true" || words[0].text == "false"))
        return (words[0].text == "true") != negated ? Run::yes : Run::no;
    if (words.size() < 3 || (words[0].text != "[" && words[0].text != "[[" && words[0].text != "test"))
        return Run::maybe;
    words.erase(words.begin());
    if (words.back().text == "]" || words.back().text == "]]") words.pop_back();
    if (!std::all_of(words.begin(), words.end(), [](const auto& w) { return w.known; })) return Run::maybe;
    bool value = false;
    if (words.size() == 3 && (words[1].text == "=" || words[1].text == "=="))
        value = words[0].text == words[2].text;
    else if (words.size() == 3 && words[1].text == "!=")
        value = words[0].text != words[2].text;
    else if (words.size() == 2 && words[0].text == "-n")
        value = !words[1].text.empty();
    else if (words.size() == 2 && words[0].text == "-z")
        value = words[1].text.empty();
    else if (words.size() == 2 && (words[0].text == "-d" || words[0].text == "-f" || words[0].text == "-e") &&
             scope.exists) {
        const auto there = scope.exists(words[1].text);
        if (!there) return Run::maybe;
        value = *there;
    } else
        return Run::maybe;
    return value != negated ? Run::yes : Run::no;
}

/// Reads the commands of one script.
class ScriptReader {
public:
    ScriptReader(const std::string& script, const ShellScope& scope)
        : scope_(scope), lexer_(script, scope, variables_) {}

    std::vector<ShellCommand> all() {
        for (;;) {
            const auto token = lexer_.next();
            if (token.sign == "end") break;
            take(token);
        }
        finish();
        return std::move(commands_);
    }

private:
    /// An `if`, a loop, a `case` or a function that is open.
    struct Frame {
        enum class Kind { condition, loop, choice, group } kind;
        Run here = Run::yes;   ///< whether what stands here is run
        Run before = Run::no;  ///< of an `if`: whether an earlier branch was taken
        bool in_test = false;  ///< between `if` and `then`
        Run test = Run::maybe;
    };

    Run now() const {
        Run result = Run::yes;
        for (const auto& frame : frames_) result = also(result, frame.here);
        return result;
    }

    void take(const ShellLexer::Token& token) {
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
                const size_t equals = word.text.find('=');
                std::string value = word.text.substr(equals + 1);
                for (size_t i = 1; i < token.words.size(); ++i) value += " " + token.words[i].text;
                current_.assignments[word.text.substr(0, equals)] = {value, word.known};
                break;
            }
            current_.words.push_back(word);
        }
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
        } else if (sign == ")" && !frames_.empty() && frames_.back().kind == Frame::Kind::choice) {
            current_ = {};  // a pattern of `case`
        } else if (sign == "(" || sign == ")") {
            finish();
            if (function_) return;
            commands_.emplace_back();
            commands_.back().words = {{sign}};
        } else {
            current_.background = sign == "&";
            finish(sign);
        }
    }

    bool keyword(const std::string& word) {
        if (word == "if") {
            frames_.push_back({Frame::Kind::condition, Run::yes, Run::no, true});
        } else if (word == "elif" && !frames_.empty()) {
            frames_.back().in_test = true;
            frames_.back().here = Run::yes;
        } else if (word == "then" && !frames_.empty()) {
            Frame& frame = frames_.back();
            frame.in_test = false;
            frame.here = frame.before == Run::yes
                             ? Run::no
                             : also(frame.test, frame.before == Run::maybe ? Run::maybe : Run::yes);
            if (frame.test == Run::yes && frame.before == Run::no) frame.before = Run::yes;
            if (frame.test == Run::maybe && frame.before == Run::no) frame.before = Run::maybe;
        } else if (word == "else" && !frames_.empty()) {
            Frame& frame = frames_.back();
            frame.here = frame.before == Run::yes ? Run::no : frame.before == Run::no ? Run::yes : Run::maybe;
        } else if (word == "for" || word == "while" || word == "until" || word == "case" || word == "select") {
            frames_.push_back({word == "case" ? Frame::Kind::choice : Frame::Kind::loop, Run::maybe});
            if (word != "while" && word != "until") skip_head_ = true;
        } else if (word == "fi" || word == "done" || word == "esac") {
            if (!frames_.empty()) frames_.pop_back();
        } else if (word == "function") {
            function_ = true;
            skip_head_ = true;
        } else if (word == "{") {
            frames_.push_back({Frame::Kind::group, function_ ? Run::maybe : Run::yes});
            function_ = false;
            skip_head_ = false;
            current_ = {};
        } else if (word == "}") {
            if (!frames_.empty()) frames_.pop_back();
        } else {
            return word == "do" || word == "time";
        }
        return true;
    }

    /// The command is complete; `sign` is what separates it from the next one.
    void finish(const std::string& sign = "\n") {
        ShellCommand command = std::move(current_);
        current_ = {};
        redirect_ = 0;
        const Run chained = chain_;
        const bool piped = piped_;
        piped_ = sign == "|" || sign == "|&";
        if (command.words.empty() && command.assignments.empty()) return;
        if (skip_head_) {  // for x in a b c
            skip_head_ = false;
            return;
        }
        const Run test = test_of(command, scope_);
        if (sign == "&&")
            chain_ = also(chained, command.words.empty() || !is_test(command) ? Run::yes : test);
        else if (sign == "||")
            chain_ = is_test(command) && test == Run::no ? chained : test == Run::yes ? Run::no : Run::maybe;
        else if (!piped_)
            chain_ = Run::yes;
        if (!frames_.empty() && frames_.back().in_test) {
            frames_.back().test = is_test(command) && !piped ? test : Run::maybe;
            return;
        }
        const Run run = also(now(), chained);
        if (run == Run::no || (is_test(command))) return;
        command.conditional = run == Run::maybe;
        command.piped = piped;
        keep(std::move(command));
    }

    static bool is_test(const ShellCommand& command) {
        const std::size_t first = !command.words.empty() && command.words[0].text == "!" ? 1 : 0;
        if (command.words.size() <= first) return false;
        const std::string& word = command.words[first].text;
        return word == "[" || word == "[[" || word == "test" || word == "true" || word == "false";
    }

    void keep(ShellCommand command) {
        const std::string first = command.words.empty() ? "" : command.words[0].text;
        if (first == "export" || first == "declare" || first == "local" || first == "readonly") {
            command.exported = first == "export";
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
        if (command.words.empty())
            for (const auto& [name, value] : command.assignments)
                variables_[name] = {value.text, value.known && !command.conditional};
        commands_.push_back(std::move(command));
    }

    const ShellScope& scope_;
    std::map<std::string, ShellWord> variables_;
    ShellLexer lexer_;
    std::vector<ShellCommand> commands_;
    std::vector<Frame> frames_;
    ShellCommand current_;
    Run chain_ = Run::yes;
    char redirect_ = 0;
    bool piped_ = false, function_ = false, skip_head_ = false;
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
