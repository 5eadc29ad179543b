#include "ci/azure_scope.hpp"

#include "util/text.hpp"

namespace testskew::ci {
namespace {

std::optional<bool> known_worth(std::string_view text, const AzureScope& scope) {
    const Worth worth = azure_condition(std::string(text), scope);
    return worth.known ? std::optional(is_true(worth.value)) : std::nullopt;
}

std::optional<bool> both_hold(std::optional<bool> a, std::optional<bool> b) {
    if (a == std::optional(false) || b == std::optional(false)) return false;
    return a && b ? std::optional(true) : std::nullopt;
}

}  // namespace

std::string with_macros(const std::string& text, const AzureScope& scope, bool* unknown) {
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        const bool macro = text.compare(i, 2, "$(") == 0, expression = text.compare(i, 3, "${{") == 0;
        const size_t close = macro ? text.find(')', i) : expression ? text.find("}}", i) : std::string::npos;
        if (close == std::string::npos) {
            result += text[i];
            continue;
        }
        std::string name = lower(trim(text.substr(i + (macro ? 2 : 3), close - i - (macro ? 2 : 3))));
        const auto* from = &scope.variables;
        if (expression && name.starts_with("parameters.")) from = &scope.parameters;
        if (expression && name.find('.') != std::string::npos) name = name.substr(name.find('.') + 1);
        const auto known = from->find(name);
        const bool plain = macro && name.find_first_of(" $\"'|") != std::string::npos;  // a command of the shell
        if (known != from->end() && known->second.value.size() <= longest_value &&
            scope.budget->take(known->second.value.size())) {
            result += known->second.value;
        } else {
            result += text.substr(i, close + (macro ? 1 : 2) - i);
            if (unknown && !plain) *unknown = true;
        }
        i = close + (macro ? 0 : 1);
    }
    return result;
}

Worth azure_condition(const std::string& text, const AzureScope& scope) {
    return evaluate(text, [&](const std::string& name) {
        const std::string low = lower(name), rest = low.substr(low.find('.') + 1);
        const auto& from = low.starts_with("parameters.") ? scope.parameters : scope.variables;
        const auto found = from.find(rest);
        const bool known = found != from.end() && (&from == &scope.parameters || low.starts_with("variables.")) &&
                           found->second.value.find_first_of("$") == std::string::npos;
        return known ? Worth{found->second.value} : unknown_worth(name);
    });
}

const Yaml::Member* inserted(const Yaml& item) {
    return item.members.size() == 1 && item.members[0].name.starts_with("${{") ? &item.members[0] : nullptr;
}

std::optional<bool> AzureChoices::next(const std::string& name, const AzureScope& scope) {
    std::string_view words = trim(std::string_view(name).substr(3, name.find("}}") - 3));
    const auto taken_off = [&](std::string_view word) {
        const bool is = words.starts_with(word);
        if (is) words = trim(words.substr(word.size()));
        return is;
    };
    std::optional<bool> holds;
    if (taken_off("elseif ") || taken_off("else if ")) {
        holds = both_hold(before_, known_worth(words, scope));
    } else if (words == "else") {
        holds = before_;
    } else if (taken_off("if ")) {
        before_ = true;
        holds = known_worth(words, scope);
    } else {
        return std::nullopt;  // each, insert
    }
    before_ = holds ? both_hold(before_, !*holds) : before_ == std::optional(false) ? before_ : std::nullopt;
    return holds;
}

}  // namespace testskew::ci
