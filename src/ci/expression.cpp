#include "ci/expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>

#include "util/text.hpp"

namespace testskew::ci {
namespace {

using nlohmann::json;

/// Thrown inside this file by a text that is no expression.
struct NoExpression {};

double number_of(const json& value) {
    if (value.is_number()) return value.get<double>();
    if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
    if (value.is_null()) return 0;
    if (!value.is_string()) return std::nan("");
    const std::string text(trim(value.get<std::string>()));
    if (text.empty()) return 0;
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return *end ? std::nan("") : number;
}

bool equal(const json& a, const json& b) {
    if (a.is_string() && b.is_string()) return lower(a.get<std::string>()) == lower(b.get<std::string>());
    if (a.is_structured() || b.is_structured()) return a == b;
    if (a.type() == b.type() && !a.is_number()) return a == b;
    return number_of(a) == number_of(b);
}

/// contains, startsWith, format, ... of arguments that are known.
Worth call_known(const std::string& name, const std::vector<json>& given) {
    const auto text = [&](size_t i) { return i < given.size() ? text_of(given[i]) : std::string(); };
    const std::string low = lower(text(0)), part = lower(text(1));
    if (name == "contains") {
        if (given.size() < 2) return unknown_worth(name + "()");
        if (!given.empty() && given[0].is_array())
            return {
                std::any_of(given[0].begin(), given[0].end(), [&](const json& one) { return equal(one, given[1]); })};
        return {low.find(part) != std::string::npos};
    }
    if (name == "startswith") return {low.starts_with(part)};
    if (name == "endswith") return {low.ends_with(part)};
    if (name == "join") {
        std::vector<std::string> parts;
        if (!given.empty() && given[0].is_array())
            for (const auto& one : given[0]) parts.push_back(text_of(one));
        else
            parts.push_back(text(0));
        return {join(parts, given.size() > 1 ? text(1) : ",")};
    }
    if (name == "tojson") return {given.empty() ? std::string() : given[0].dump(2)};
    if (name == "fromjson") {
        const json parsed = json::parse(text(0), nullptr, false);
        return parsed.is_discarded() ? unknown_worth("fromJSON of no JSON") : Worth{parsed};
    }
    if (name == "format") {
        std::string result;
        const std::string pattern = text(0);
        for (size_t i = 0; i < pattern.size(); ++i) {
            const bool doubled = i + 1 < pattern.size() && pattern[i] == pattern[i + 1];
            if ((pattern[i] == '{' || pattern[i] == '}') && doubled) {
                result += pattern[i++];
            } else if (const size_t end = pattern[i] == '{' ? pattern.find('}', i) : std::string::npos;
                       end != std::string::npos) {
                result += text(static_cast<size_t>(std::atoi(pattern.substr(i + 1, end - i - 1).c_str())) + 1);
                i = end;
            } else {
                result += pattern[i];
            }
        }
        return {result};
    }
    return unknown_worth(name + "()");
}

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
        if (name == "success" || name == "always") return {true};
        if (name == "failure" || name == "cancelled") return {false};
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

Worth unknown_worth(const std::string& why) { return {json(), false, why}; }

bool is_true(const json& value) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_number()) return value.get<double>() != 0;
    if (value.is_string()) return !value.get<std::string>().empty();
    return !value.is_null();
}

std::string text_of(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
    if (value.is_number_integer()) return std::to_string(value.get<long long>());
    if (value.is_number()) return fmt::format("{:.15g}", value.get<double>());
    if (value.is_array()) return "Array";
    return value.is_null() ? "" : "Object";
}

Worth evaluate(const std::string& expression, const Lookup& lookup) {
    const std::string text(trim(expression));
    try {
        return Parser(text, lookup).whole();
    } catch (const NoExpression&) {
        return unknown_worth("the expression " + text);
    }
}

std::string interpolated(const std::string& text, const Lookup& lookup, std::vector<std::string>& reasons) {
    std::string result;
    for (size_t at = 0; at < text.size();) {
        const size_t open = text.find("${{", at);
        const size_t close = open == std::string::npos ? open : text.find("}}", open);
        if (close == std::string::npos) return result + text.substr(at);
        result += text.substr(at, open - at);
        const std::string inside = text.substr(open + 3, close - open - 3);
        const Worth worth = evaluate(inside, lookup);
        if (worth.known) {
            result += text_of(worth.value);
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

Worth condition(const std::string& text, const Lookup& lookup) {
    std::string inside(trim(text));
    if (inside.starts_with("${{") && inside.ends_with("}}") && inside.find("${{", 3) == std::string::npos)
        inside = inside.substr(3, inside.size() - 5);
    else if (inside.find("${{") != std::string::npos) {
        std::vector<std::string> reasons;
        const std::string filled = interpolated(inside, lookup, reasons);
        if (!reasons.empty()) return {json(), false, reasons.front()};
        inside = filled;
    }
    return evaluate(inside, lookup);
}

}  // namespace testskew::ci
