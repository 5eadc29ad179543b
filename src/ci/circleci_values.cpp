#include "ci/circleci_values.hpp"

#include <algorithm>
#include <set>

#include "util/text.hpp"

namespace testskew::ci {

std::string with_circle_parameters(const std::string& text, const CircleParameters& parameters, TextBudget& budget) {
    std::string result;
    for (size_t at = 0; at < text.size();) {
        const size_t first = text.find("<<", at), close = first == std::string::npos ? first : text.find(">>", first);
        if (close == std::string::npos) return result + text.substr(at);
        // The first mark may be that of a text such as "cat <<EOF", which stays.
        const size_t open = text.rfind("<<", close);
        const std::string name(trim(text.substr(open + 2, close - open - 2)));
        const bool of_pipeline = name.starts_with("pipeline."),
                   is_parameter = of_pipeline || name.starts_with("parameters.") || name.starts_with("matrix.");
        // Those of the pipeline keep their whole name, as a job may have one of the same.
        const auto known = parameters.find(of_pipeline ? name : name.substr(name.find('.') + 1));
        const bool filled = is_parameter && known != parameters.end() && known->second.size() <= longest_value &&
                            budget.take(known->second.size());
        result += text.substr(at, open - at);
        result += filled ? known->second : is_parameter ? "${{" + name + "}}" : text.substr(open, close + 2 - open);
        at = close + 2;
    }
    return result;
}

bool unknown_in_circle(const std::string& text) { return text.find("${{") != std::string::npos; }

std::optional<bool> circle_statement(const Yaml& statement, const CircleParameters& parameters, TextBudget& budget,
                                     int depth) {
    if (depth > 20) return std::nullopt;
    if (!statement.is(Yaml::Kind::map)) {
        const std::string value = with_circle_parameters(plain_value(statement), parameters, budget);
        if (unknown_in_circle(value)) return std::nullopt;
        return !value.empty() && value != "false" && value != "0" && value != "null";
    }
    if (statement.members.size() != 1) return std::nullopt;
    const auto& [name, inner, line] = statement.members.front();
    if (name == "not") {
        const auto is = circle_statement(inner, parameters, budget, depth + 1);
        return is ? std::optional(!*is) : std::nullopt;
    }
    if (name == "equal") {
        std::set<std::string> values;
        for (const auto& one : inner.items) values.insert(with_circle_parameters(plain_value(one), parameters, budget));
        if (std::any_of(values.begin(), values.end(), unknown_in_circle)) return std::nullopt;
        return values.size() < 2;
    }
    if (name != "and" && name != "or") return std::nullopt;
    const bool decides = name == "or";  // the value of one that settles the whole
    bool unknown = false;
    for (const auto& one : inner.items) {
        const auto is = circle_statement(one, parameters, budget, depth + 1);
        if (is && *is == decides) return decides;
        unknown = unknown || !is;
    }
    return unknown ? std::nullopt : std::optional(!decides);
}

}  // namespace testskew::ci
