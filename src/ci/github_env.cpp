#include "ci/github_env.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// Replaces \n and its relatives, as printf and echo -e do.
std::string without_escapes(const std::string& text) {
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 >= text.size()) {
            result += text[i];
            continue;
        }
        const char next = text[++i];
        if (next == 'n')
            result += '\n';
        else if (next == 't')
            result += '\t';
        else if (next == '\\')
            result += '\\';
        else
            result += {'\\', next};
    }
    return result;
}

bool is_variable_name(const std::string& name) {
    return !name.empty() && !std::isdigit(static_cast<unsigned char>(name[0])) &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

/// What echo or printf prints.
struct Printed {
    std::string text;
    bool known = true;
};

Printed printed_by(const ShellCommand& command) {
    Printed result;
    size_t first = 1;
    bool escapes = command.words[0].text == "printf";
    for (; !escapes && first < command.words.size(); ++first) {
        const std::string& option = command.words[first].text;
        if (option.size() < 2 || option[0] != '-' || option.find_first_not_of("neE", 1) != std::string::npos) break;
        if (option.find('e') != std::string::npos) escapes = true;
    }
    if (command.words[0].text == "printf" && first < command.words.size()) {
        result.text = command.words[first].text;
        result.known = command.words[first].known && result.text.find('%') == std::string::npos;
    } else {
        for (size_t i = first; i < command.words.size(); ++i) {
            result.text += (i > first ? " " : "") + command.words[i].text;
            result.known = result.known && command.words[i].known;
        }
    }
    if (escapes) result.text = without_escapes(result.text);
    return result;
}

}  // namespace

void GithubEnv::line(const std::string& text, bool known, bool certain, CiVariable variable,
                     std::map<std::string, CiVariable>& into) {
    if (!until_.empty()) {
        if (text == until_) until_.clear();
        return;
    }
    const size_t equals = text.find('='), several = text.find("<<");
    const bool begins = several < equals;
    const std::string name = text.substr(0, std::min(several, equals));
    if (!is_variable_name(name)) {
        if (!trim(text).empty() && !known) unread_ = fmt::format("{} ({})", text, variable.origin.text());
        return;
    }
    if (begins) {
        until_ = text.substr(several + 2);
        variable.why = "a value of several lines";
    } else if (equals == std::string::npos) {
        return;
    } else if (known && certain) {
        variable.value = text.substr(equals + 1);
    } else {
        variable.why = (known ? "whether it is " : "") + text.substr(equals + 1);
    }
    into[name] = std::move(variable);
}

void GithubEnv::take(const ShellCommand& command, const Origin& origin, bool certain,
                     std::map<std::string, CiVariable>& into) {
    const bool ours = command.redirect.find("GITHUB_ENV") != std::string::npos ||
                      command.redirect.find("github.env") != std::string::npos;
    if (!ours || command.words.empty()) return;
    const std::string& program = command.words[0].text;
    if (program != "echo" && program != "printf") {
        if (until_.empty()) unread_ = fmt::format("{} ({})", program, origin.text());
        return;
    }
    Printed printed = printed_by(command);
    certain = certain && !command.conditional;
    if (printed.text.ends_with('\n')) printed.text.pop_back();
    for (const auto& one : split(printed.text, '\n'))
        line(one, printed.known, certain, {std::nullopt, "", origin}, into);
}

}  // namespace testskew::ci
