#include "ci/shell_condition.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <optional>

namespace testskew::ci {
namespace {

Run opposite(Run run) { return run == Run::yes ? Run::no : run == Run::no ? Run::yes : Run::maybe; }

Run either(Run a, Run b) { return opposite(also(opposite(a), opposite(b))); }

Run run_of(bool value) { return value ? Run::yes : Run::no; }

bool is_one_of(const std::string& word, std::initializer_list<const char*> list) {
    return std::any_of(list.begin(), list.end(), [&](const char* one) { return word == one; });
}

std::optional<long> number_in(const std::string& text) {
    const bool plain = !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
    return plain ? std::optional(std::stol(text)) : std::nullopt;
}

/// Whether a text is what stands on the right of == inside [[ ]], where an unquoted * ? or [ makes it a pattern.
Run matches(const std::string& text, const ShellWord& right) {
    if (!right.pattern) return run_of(text == right.text);
    // A word that is quoted in part, or that has bash's own forms such as @(a|b), is another pattern to fnmatch.
    if (right.quoted_pattern || right.text.find_first_of("()\\") != std::string::npos) return Run::maybe;
    return run_of(fnmatch(right.text.c_str(), text.c_str(), 0) == 0);
}

Run compared(const ShellWord& left, const std::string& sign, const ShellWord& right, bool brackets) {
    if (sign == "=" || sign == "==") return brackets ? matches(left.text, right) : run_of(left.text == right.text);
    if (sign == "!=") return opposite(compared(left, "=", right, brackets));
    const auto a = number_in(left.text), b = number_in(right.text);
    if (!a || !b) return Run::maybe;
    if (sign == "-eq") return run_of(*a == *b);
    if (sign == "-ne") return run_of(*a != *b);
    if (sign == "-lt") return run_of(*a < *b);
    if (sign == "-le") return run_of(*a <= *b);
    if (sign == "-gt") return run_of(*a > *b);
    if (sign == "-ge") return run_of(*a >= *b);
    return Run::maybe;
}

/// The words between the brackets of one test.
class TestWords {
public:
    TestWords(const ShellScope& scope, bool brackets) : scope_(scope), brackets_(brackets) {}

    Run worth(const std::vector<ShellWord>& words) const {
        // Parentheses and regular expressions are not read.
        for (const auto& word : words)
            if (is_one_of(word.text, {"(", ")", "=~", "|"})) return Run::maybe;
        return joined(words, brackets_ ? "||" : "-o", true);
    }

private:
    /// The parts between an operator: first "or", and inside of each part "and".
    Run joined(const std::vector<ShellWord>& words, const std::string& sign, bool any) const {
        std::optional<Run> result;
        std::vector<ShellWord> part;
        const auto take = [&] {
            const Run one = any ? joined(part, brackets_ ? "&&" : "-a", false) : single(part);
            result = !result ? one : any ? either(*result, one) : also(*result, one);
            part.clear();
        };
        for (const auto& word : words) {
            if (word.text == sign)
                take();
            else
                part.push_back(word);
        }
        take();
        return *result;
    }

    Run single(std::vector<ShellWord> words) const {
        if (!words.empty() && words[0].text == "!" && words.size() > 1) {
            words.erase(words.begin());
            return opposite(single(std::move(words)));
        }
        if (words.empty() || !std::all_of(words.begin(), words.end(), [](const auto& w) { return w.known; }))
            return Run::maybe;
        if (words.size() == 1)
            return brackets_ && words[0].text.starts_with('-') ? Run::maybe : run_of(!words[0].text.empty());
        if (words.size() == 3) return compared(words[0], words[1].text, words[2], brackets_);
        if (words.size() != 2) return Run::maybe;
        if (words[0].text == "-n") return run_of(!words[1].text.empty());
        if (words[0].text == "-z") return run_of(words[1].text.empty());
        if (!is_one_of(words[0].text, {"-d", "-f", "-e"}) || !scope_.exists) return Run::maybe;
        const auto there = scope_.exists(words[1].text);
        return there ? run_of(*there) : Run::maybe;
    }

    const ShellScope& scope_;
    bool brackets_;
};

}  // namespace

Run also(Run a, Run b) {
    if (a == Run::no || b == Run::no) return Run::no;
    return a == Run::yes && b == Run::yes ? Run::yes : Run::maybe;
}

void CommandList::done(Run own, bool presumed) {
    if (next == Run::no) return;  // the one that was run last decides
    presumed = presumed || (after_presumed_ && own == Run::yes);
    if (next == Run::maybe && !presumed_ && !presumed) {
        own = after_and_ ? also(status_, own) : either(status_, own);
    } else if (next == Run::maybe && (own != status_ || presumed != presumed_)) {
        own = Run::maybe;
        presumed = false;
    }
    status_ = own;
    presumed_ = presumed;
}

void CommandList::separate(const std::string& sign) {
    after_and_ = sign == "&&";
    after_presumed_ = sign == "&&" && presumed_;
    if (sign == "&&")
        next = status_;
    else if (sign == "||")
        next = presumed_ ? Run::maybe : opposite(status_);
    else
        next = Run::yes;
}

bool is_shell_test(const std::vector<ShellWord>& words) {
    for (const auto& word : words)
        if (word.text != "!") return is_one_of(word.text, {"[", "[[", "test", "true", "false", ":"});
    return false;
}

Run worth_of_test(std::vector<ShellWord> words, const ShellScope& scope) {
    bool negated = false;
    while (!words.empty() && words[0].text == "!") {
        negated = !negated;
        words.erase(words.begin());
    }
    if (words.empty()) return Run::maybe;
    const std::string program = words[0].text;
    Run result = Run::maybe;
    if (is_one_of(program, {"true", "false", ":"})) {
        result = run_of(program != "false");
    } else if (is_one_of(program, {"[", "[[", "test"})) {
        words.erase(words.begin());
        const std::string end = program == "[" ? "]" : program == "[[" ? "]]" : "";
        const bool closed = end.empty() || (!words.empty() && words.back().text == end);
        if (!end.empty() && closed) words.pop_back();
        if (closed) result = TestWords(scope, program == "[[").worth(words);
    }
    return negated ? opposite(result) : result;
}

}  // namespace testskew::ci
