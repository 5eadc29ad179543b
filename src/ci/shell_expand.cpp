#include "ci/shell_expand.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "ci/shell_lexer.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

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

/// What a command substitution prints, where that can be told without running it: echo, `which`, `tr` with a literal.
/// nullopt for everything else.
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

}  // namespace

bool is_parameter_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::string parameter_in(const std::string& inside) {
    size_t end = 0;
    while (end < inside.size() && is_parameter_character(inside[end])) ++end;
    if (end == 0 && !inside.empty() && (inside[0] == '@' || inside[0] == '*')) end = 1;
    return inside.substr(0, end);
}

std::optional<std::string> ShellExpansion::value_of(const std::string& name) const {
    if (name.size() == 1 && std::isdigit(static_cast<unsigned char>(name[0]))) {
        const size_t index = static_cast<size_t>(name[0] - '0');
        if (index == 0) return std::nullopt;
        return index <= scope_.arguments.size() ? scope_.arguments[index - 1] : std::string();
    }
    if (const auto found = variables_.find(name); found != variables_.end())
        return found->second.known ? std::optional(found->second.text) : std::nullopt;
    return scope_.lookup ? scope_.lookup(name) : std::nullopt;
}

std::optional<std::string> ShellExpansion::substituted(const std::string& command) const {
    if (scope_.depth > 20) return std::nullopt;
    ShellScope scope = scope_;
    ++scope.depth;
    scope.lookup = [this](const std::string& name) { return value_of(name); };
    return printed_by(shell_commands(command, scope));
}

ShellWord ShellExpansion::otherwise(const std::string& word, const ShellScope& scope) const {
    ShellLexer inner(word, scope, variables_);
    ShellWord result;
    for (auto token = inner.next(); token.sign != "end"; token = inner.next())
        for (const ShellWord& one : token.words) {
            result.text += (result.text.empty() ? "" : " ") + one.text;
            result.known = result.known && one.known;
        }
    return result;
}

ShellWord ShellExpansion::braces(const std::string& inside) const {
    const std::string name = parameter_in(inside), operation = inside.substr(name.size());
    const ShellWord as_written{"${" + inside + "}", false};
    const auto value = name == "@" ? std::optional(join(scope_.arguments, " ")) : value_of(name);
    const bool colon = operation.size() > 1 && operation[0] == ':';
    const char kind = colon ? operation[1] : operation[0];
    if (value && (kind == '-' || kind == '=') && !name.empty()) {
        ShellScope scope = scope_;
        if (++scope.depth > 20) return as_written;
        const ShellWord other = otherwise(operation.substr(colon ? 2 : 1), scope);
        return value->empty() ? other : ShellWord{*value};
    }
    if (value && kind == '+') return {value->empty() ? "" : operation.substr(colon ? 2 : 1)};
    const auto result = value ? modified(*value, operation) : std::nullopt;
    return result ? ShellWord{*result} : as_written;
}

}  // namespace testskew::ci
