#include "ci/expression_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "util/text.hpp"

namespace testskew::ci {
namespace {

using nlohmann::json;

constexpr int most_levels = 100;                // of JSON, as of YAML
constexpr size_t longest_result = 1024 * 1024;  // a text that a function makes; several doublings would be endless

/// JSON of a text; nullopt if it is none, or is nested deeper than any value is.
std::optional<json> shallow_json(const std::string& text) {
    bool deep = false;
    const json parsed = json::parse(
        text,
        [&](int depth, json::parse_event_t, json&) {
            deep = deep || depth > most_levels;
            return !deep;
        },
        false);
    return parsed.is_discarded() || deep ? std::nullopt : std::optional(parsed);
}

std::string dumped(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace); }

/// The pattern of format() with {0}, {1}, ... filled in.
std::string formatted(const std::vector<json>& given) {
    const auto text = [&](size_t i) { return i < given.size() ? text_of(given[i]) : std::string(); };
    std::string result;
    const std::string pattern = text(0);
    for (size_t i = 0; i < pattern.size() && result.size() <= longest_result; ++i) {
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
    return result;
}

/// The functions of Azure's conditions, which GitHub does not have; nullopt for any other.
std::optional<Worth> call_azure(const std::string& name, const std::vector<json>& given) {
    const auto all = [&](bool wanted) {
        return std::all_of(given.begin(), given.end(), [&](const json& one) { return is_true(one) == wanted; });
    };
    if (name == "and" && given.size() > 1) return Worth{all(true)};
    if (name == "or" && given.size() > 1) return Worth{!all(false)};
    if (name == "not" && given.size() == 1) return Worth{!is_true(given[0])};
    if (given.size() < 2) return std::nullopt;
    if (name == "eq") return Worth{equal(given[0], given[1])};
    if (name == "ne") return Worth{!equal(given[0], given[1])};
    const bool in = std::any_of(given.begin() + 1, given.end(), [&](const json& one) { return equal(given[0], one); });
    if (name == "in") return Worth{in};
    if (name == "notin") return Worth{!in};
    return std::nullopt;
}

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
    if (name == "tojson") return {given.empty() ? std::string() : dumped(given[0])};
    if (name == "fromjson") {
        const auto parsed = shallow_json(text(0));
        return parsed ? Worth{*parsed} : unknown_worth("fromJSON of no JSON");
    }
    if (name == "format") {
        const std::string result = formatted(given);
        return result.size() > longest_result ? unknown_worth("a text of more than 1 MB") : Worth{result};
    }
    if (const auto of_azure = call_azure(name, given)) return *of_azure;
    return unknown_worth(name + "()");
}

}  // namespace testskew::ci
