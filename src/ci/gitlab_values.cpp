#include "ci/gitlab_values.hpp"

#include <algorithm>
#include <cctype>

#include "util/text.hpp"
#include "util/text_budget.hpp"

namespace testskew::ci {
namespace {

std::optional<std::string> filled(const std::string& text, const std::map<std::string, CiVariable>& variables,
                                  TextBudget& budget, int depth) {
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$' || i + 1 >= text.size()) {
            result += text[i];
            continue;
        }
        if (text[i + 1] == '$') {
            result += text[++i];
            continue;
        }
        const bool braces = text[i + 1] == '{';
        size_t end = i + (braces ? 2 : 1);
        const size_t start = end;
        while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
        const auto known = variables.find(text.substr(start, end - start));
        if (known == variables.end() || !known->second.value || depth > 10) return std::nullopt;
        const auto inner = budget.ended() ? std::nullopt : filled(*known->second.value, variables, budget, depth + 1);
        if (!inner || !budget.take(inner->size())) return std::nullopt;
        result += *inner;
        i = braces ? end : end - 1;
    }
    return result;
}

}  // namespace

std::optional<std::string> with_gitlab_variables(const std::string& text,
                                                 const std::map<std::string, CiVariable>& variables) {
    TextBudget budget(1'000, 64 * 1024);
    return filled(text, variables, budget, 0);
}

std::string without_gitlab_spec(const std::string& text, const Yaml& spec) {
    const size_t mark = text.find("\n---", text.starts_with("---") ? 3 : 0);
    if (mark == std::string::npos) return text;
    std::string result(static_cast<size_t>(std::count(text.begin(), text.begin() + static_cast<long>(mark), '\n')),
                       '\n');
    result += text.substr(mark);
    const Yaml* inputs = spec.find({"spec", "inputs"});
    if (!inputs) return result;
    TextBudget budget(10'000, 1'000'000);
    for (size_t at = 0; (at = result.find("$[[", at)) != std::string::npos; ++at) {
        const size_t close = result.find("]]", at);
        if (close == std::string::npos) break;
        const std::string name(trim(result.substr(at + 3, close - at - 3)));
        const Yaml* input = name.starts_with("inputs.") ? inputs->find(name.substr(7)) : nullptr;
        const Yaml* value = input ? input->find("default") : nullptr;
        if (value && value->is(Yaml::Kind::scalar) && budget.take(value->text.size()))
            result.replace(at, close + 2 - at, plain_value(*value));
    }
    return result;
}

}  // namespace testskew::ci
