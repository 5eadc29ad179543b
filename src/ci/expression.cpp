#include "ci/expression.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "ci/expression_values.hpp"
#include "util/text.hpp"
#include "util/text_budget.hpp"

namespace testskew::ci {
namespace {

using nlohmann::json;

constexpr size_t longest_expression = 21'000;   // GitHub's own limit
constexpr size_t most_filled_in = 1024 * 1024;  // what one text may get of values

/// Thrown inside this file by a text that is no expression.
struct NoExpression {};

class Parser {
public:
    Parser(const std::string& text, const Lookup& lookup) : text_(text), lookup_(lookup) {}

    Worth whole() {
        Worth result = either();
        blanks();
        if (at_ != text_.size()) throw NoExpression();
        return result;
    }

private:
    void blanks() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    }
    bool take(std::string_view word) {
        blanks();
        if (text_.compare(at_, word.size(), word) != 0) return false;
        at_ += word.size();
        return true;
    }

    Worth either() {
        Worth left = both();
        while (take("||")) {
            const Worth right = both();
            if (left.known && is_true(left.value)) continue;
            if (left.known) left = right;  // else it is one of two things, and nobody knows which
        }
        return left;
    }
    Worth both() {
        Worth left = comparison();
        while (take("&&")) {
            const Worth right = comparison();
            if (left.known && !is_true(left.value)) continue;
            if (left.known)
                left = right;
            else if (right.known && !is_true(right.value))
                left = right;  // false, whatever the other one is
        }
        return left;
    }
    Worth comparison() {
        Worth left = unary();
        for (;;) {
            const char* found = nullptr;
            for (const char* one : {"==", "!=", "<=", ">=", "<", ">"})
                if (!found && take(one)) found = one;
            if (!found) return left;
            const Worth right = unary();
            if (!left.known || !right.known) {
                left = unknown_worth(left.known ? right.why : left.why);
                continue;
            }
            const std::string what = found;
            const double a = number_of(left.value), b = number_of(right.value);
            left = {what == "=="   ? equal(left.value, right.value)
                    : what == "!=" ? !equal(left.value, right.value)
                    : what == "<=" ? a <= b
                    : what == ">=" ? a >= b
                    : what == "<"  ? a < b
                                   : a > b};
        }
    }
    Worth unary() {
        if (++depth_ > 200) throw NoExpression();
        blanks();
        if (at_ < text_.size() && text_[at_] == '!' && text_.compare(at_, 2, "!=") != 0) {
            ++at_;
            Worth inner = unary();
            --depth_;
            return inner.known ? Worth{!is_true(inner.value)} : inner;
        }
        Worth result = primary();
        --depth_;
        return result;
    }
    Worth primary() {
        if (take("(")) {
            Worth inner = either();
            if (!take(")")) throw NoExpression();
            return inner;
        }
        blanks();
        if (at_ >= text_.size()) throw NoExpression();
        if (text_[at_] == '\'') return {quoted()};
        const size_t start = at_;
        const char first = text_[at_];
        if (std::isdigit(static_cast<unsigned char>(first)) ||
            ((first == '-' || first == '+' || first == '.') && at_ + 1 < text_.size())) {
            while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) ||
                                          std::string_view("+-.").find(text_[at_]) != std::string_view::npos))
                ++at_;
            const std::string word = text_.substr(start, at_ - start);
            char* end = nullptr;
            const double number = std::strtod(word.c_str(), &end);
            if (*end) throw NoExpression();
            return {number};
        }
        if (!std::isalpha(static_cast<unsigned char>(first)) && first != '_') throw NoExpression();
        return name();
    }
    std::string quoted() {
        std::string result;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] != '\'') {
                result += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '\'') {
                result += '\'';
                ++at_;
            } else {
                ++at_;
                return result;
            }
        }
        throw NoExpression();
    }
    std::string word() {
        const size_t start = at_;
        while (at_ < text_.size() &&
               (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_' || text_[at_] == '-'))
            ++at_;
        return text_.substr(start, at_ - start);
    }
    Worth name() {
        std::string path = word();
        const std::string low = lower(path);
        if (low == "true" || low == "false") return {low == "true"};
        if (low == "null") return {json()};
        if (take("(")) return call(low);
        for (;;) {
            if (take(".")) {
                if (take("*")) {
                    path += ".*";
                    continue;
                }
                path += "." + word();
            } else if (take("[")) {
                const Worth inner = either();
                if (!take("]")) throw NoExpression();
                if (!inner.known) return inner;
                path += "." + text_of(inner.value);
            } else {
                return lookup_(path);
            }
        }
    }
    Worth call(const std::string& name) {
        std::vector<Worth> given;
        if (!take(")")) {
            do given.push_back(either());
            while (take(","));
            if (!take(")")) throw NoExpression();
        }
        // GitHub's, and Azure's.
        for (const char* one : {"success", "always", "succeeded", "succeededorfailed"})
            if (name == one) return {true};
        for (const char* one : {"failure", "cancelled", "failed", "canceled"})
            if (name == one) return {false};
        std::vector<json> values;
        for (const auto& one : given) {
            if (!one.known) return one;
            values.push_back(one.value);
        }
        return call_known(name, values);
    }

    const std::string& text_;
    const Lookup& lookup_;
    size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace

Worth evaluate(const std::string& expression, const Lookup& lookup) {
    const std::string text(trim(expression));
    if (text.size() > longest_expression) return unknown_worth("an expression of more characters than GitHub takes");
    try {
        return Parser(text, lookup).whole();
    } catch (const NoExpression&) {
        return unknown_worth("the expression " + text);
    }
}

std::string interpolated(const std::string& text, const Lookup& lookup, std::vector<std::string>& reasons) {
    std::string result;
    TextBudget budget(text.size(), most_filled_in);
    for (size_t at = 0; at < text.size();) {
        const size_t open = text.find("${{", at);
        const size_t close = open == std::string::npos ? open : text.find("}}", open);
        if (close == std::string::npos) return result + text.substr(at);
        result += text.substr(at, open - at);
        const std::string inside = text.substr(open + 3, close - open - 3);
        Worth worth = evaluate(inside, lookup);
        const std::string value = worth.known ? text_of(worth.value) : "";
        if (worth.known && !budget.take(value.size())) worth = unknown_worth("a value that grows beyond 1 MB");
        if (worth.known) {
            result += value;
        } else {
            std::string compact = inside;
            std::erase_if(compact, [](unsigned char c) { return std::isspace(c); });
            result += "${{" + compact + "}}";
            reasons.push_back(worth.why);
        }
        at = close + 2;
    }
    return result;
}

bool is_text_condition(const std::string& text) {
    const bool alone = text.starts_with("${{") && text.ends_with("}}") && text.find("${{", 3) == std::string::npos;
    return !alone && text.find("${{") != std::string::npos;
}

Worth condition(const std::string& text, const Lookup& lookup) {
    if (is_text_condition(text)) return {true};
    std::string inside(trim(text));
    if (inside.starts_with("${{")) inside = inside.substr(3, inside.size() - 5);
    return evaluate(inside, lookup);
}

}  // namespace testskew::ci
