#include "ci/github_context.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// "a.b.c" of a value with keys.
Worth inside(const nlohmann::json& value, const std::vector<std::string>& parts, size_t from) {
    const nlohmann::json* at = &value;
    for (size_t i = from; i < parts.size(); ++i) {
        if (at->is_array() && !parts[i].empty() && parts[i].find_first_not_of("0123456789") == std::string::npos) {
            const size_t index = static_cast<size_t>(std::stoul(parts[i].substr(0, 6)));
            if (index >= at->size()) return {nlohmann::json()};
            at = &(*at)[index];
            continue;
        }
        if (!at->is_object() || !at->contains(parts[i])) return {nlohmann::json()};
        at = &(*at)[parts[i]];
    }
    return {*at};
}

Worth github_value(const GithubContext& context, const std::string& name) {
    static const std::map<std::string, std::string> known = {{"github.workspace", "."},
                                                             {"github.server_url", "https://github.com"},
                                                             {"github.api_url", "https://api.github.com"}};
    if (const auto found = known.find(name); found != known.end()) return {found->second};
    if (name == "github.event_name") return {context.event};
    if (name == "github.job") return {context.job};
    return unknown_worth(name);
}

Worth runner_value(const GithubContext& context, const std::string& name) {
    if (name == "runner.os") return {context.runner_os};
    if (name == "runner.arch") return {"X64"};
    if (name == "runner.environment") return {"github-hosted"};
    if (name == "runner.debug") return {nlohmann::json()};
    return unknown_worth(name);
}

}  // namespace

Worth GithubContext::operator()(const std::string& name) const {
    const auto parts = split(name, '.');
    const std::string first = lower(parts[0]);
    if (first == "matrix") {
        if (parts.size() < 2) return unknown_worth(name);
        if (const auto* value = axis(axes, parts[1])) return inside(*value, parts, 2);
        if (const auto open = open_axes.find(lower(parts[1])); open != open_axes.end())
            return unknown_worth(open->second);
        return open_matrix.empty() ? Worth{nlohmann::json()} : unknown_worth(open_matrix);
    }
    if (first == "env") {
        const std::string key = parts.size() > 1 ? name.substr(4) : "";
        const auto found = environ.find(key);
        if (found == environ.end()) return written.unread().empty() ? Worth{nlohmann::json()} : unknown_worth(name);
        return found->second.value ? Worth{*found->second.value}
                                   : unknown_worth(found->second.why.empty() ? name : found->second.why);
    }
    if (first == "inputs" || (first == "github" && parts.size() == 4 && parts[1] == "event" && parts[2] == "inputs")) {
        const auto found = inputs.find(lower(parts.back()));
        return found == inputs.end() ? Worth{nlohmann::json()} : found->second;
    }
    if (first == "github") return github_value(*this, name);
    if (first == "runner") return runner_value(*this, lower(name));
    // What a cache would hold is what the steps behind a miss make, so that it is taken to be empty.
    if (first == "steps" && name.ends_with(".outputs.cache-hit")) return {""};
    return unknown_worth(name);  // secrets, vars, steps, needs, job, ...
}

std::optional<std::string> GithubContext::variable(const std::string& name) const {
    const auto value = runner_variable(environ, name);
    const bool open = !written.unread().empty() && !environ.count(name) && value && value->empty();
    return open ? std::nullopt : value;
}

std::string github_text(const Yaml& node, const Lookup& lookup, std::vector<std::string>& reasons) {
    return interpolated(plain_value(node), lookup, reasons);
}

void note_text_condition(const Yaml& when, const std::string& file, std::vector<std::string>& notes) {
    if (is_text_condition(plain_value(when)))
        append_once(notes,
                    fmt::format("{}:{}: text around ${{{{ }}}} makes this condition always true", file, when.line));
}

void add_environ(const Yaml* env, const std::string& file, GithubContext& context,
                 std::map<std::string, CiVariable>& into) {
    if (!env) return;
    std::map<std::string, CiVariable> added;
    if (env->is(Yaml::Kind::scalar)) {  // env: ${{ matrix.env }}
        std::vector<std::string> reasons;
        const nlohmann::json table = typed_value(*env, context, reasons);
        if (table.is_object())
            for (const auto& [name, value] : table.items()) added[name] = {text_of(value), "", {file, env->line}};
    }
    for (const auto& member : env->members) {
        std::vector<std::string> reasons;
        const std::string text = github_text(member.value, context, reasons);
        CiVariable variable;
        variable.origin = {file, member.line};
        if (reasons.empty())
            variable.value = text;
        else
            variable.why = join(reasons, ", ");
        added[member.name] = std::move(variable);
    }
    for (auto& [name, variable] : added) {
        context.environ[name] = variable;
        into[name] = std::move(variable);
    }
}

}  // namespace testskew::ci
