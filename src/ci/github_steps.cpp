// The steps of GitHub jobs and of composite actions.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "ci/github_context.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

constexpr size_t most_text = 64 * 1024 * 1024;  // of the commands of all legs of a file

std::string clean_path(const std::string& path) {
    std::string result = std::filesystem::path(path).lexically_normal().string();
    while (result.size() > 1 && result.ends_with('/')) result.pop_back();
    return result == "." ? "" : result;
}

/// The values of `with:`.
std::map<std::string, Said> inputs_of(const Yaml* with, const std::string& file, const GithubContext& context,
                                      std::vector<std::string>& unknown) {
    std::map<std::string, Said> result;
    if (!with) return result;
    for (const auto& member : with->members)
        result[lower(member.name)] = {github_text(member.value, context, unknown), {file, member.value.line}};
    return result;
}

/// Reads the action of a folder in place of the step that uses it.
void add_local_action(const std::string& folder, const Step& step, const Yaml* with, const Tree& tree,
                      const std::string& file, GithubContext& outer, const GithubContext& with_step, Job& job,
                      int depth) {
    GithubContext context = with_step;
    for (const char* name : {"action.yml", "action.yaml"}) {
        const std::string path = (std::filesystem::path(folder) / name).lexically_normal().string();
        const auto text = tree.read(path);
        if (!text) continue;
        if (context.enough(*text)) return;
        const Yaml action = parse_yaml(*text, path, {false, false});
        std::map<std::string, Worth> inputs;
        if (const Yaml* declared = action.find("inputs"))
            for (const auto& input : declared->members)
                if (const Yaml* value = input.value.find("default")) {
                    std::vector<std::string> unknown;
                    const std::string filled = github_text(*value, context, unknown);
                    inputs[lower(input.name)] =
                        unknown.empty() ? Worth{filled} : Worth{nlohmann::json(), false, unknown.front()};
                }
        if (with)
            for (const auto& member : with->members) {
                std::vector<std::string> unknown;
                const std::string filled = github_text(member.value, context, unknown);
                inputs[lower(member.name)] =
                    unknown.empty() ? Worth{filled} : Worth{nlohmann::json(), false, unknown.front()};
            }
        context.inputs = inputs;
        const Yaml* steps = action.find({"runs", "steps"});
        if (!steps) {
            job.notes.push_back(
                fmt::format("{}: the action {} is a program, and is not read", step.origin.text(), path));
            return;
        }
        context.condition = step.condition;
        const auto before = context.environ;
        add_github_steps(*steps, tree, path, nullptr, context, job, depth + 1);
        for (const auto& [variable, value] : context.environ)  // what its scripts wrote to $GITHUB_ENV stays
            if (const auto old = before.find(variable); old == before.end() || old->second.value != value.value)
                outer.environ[variable] = value;
        outer.written = context.written;
        return;
    }
    job.not_knowable.push_back(
        fmt::format("the action {} ({}:{}) is not in the repository", folder, file, step.origin.line));
}

}  // namespace

void add_github_steps(const Yaml& steps, const Tree& tree, const std::string& file, const Yaml* defaults,
                      GithubContext& context, Job& job, int depth) {
    if (depth > 10 || job.steps.size() > 5000) return;
    for (const auto& node : steps.items) {
        if (!node.is(Yaml::Kind::map)) continue;
        Step step;
        step.origin = {file, node.line};
        step.condition = context.condition;
        GithubContext here = context;
        add_environ(node.find("env"), file, here, step.environ);
        if (const Yaml* when = node.find("if")) {
            const std::string text = plain_value(*when);
            const Worth worth = condition(text, here);
            if (worth.known && !is_true(worth.value)) continue;
            if (!worth.known) step.condition = fmt::format("{}if {};", context.condition, trim(text));
            note_text_condition(*when, file, job.notes);
        }
        std::vector<std::string> unknown;
        if (const Yaml* uses = node.find("uses")) {
            const std::string action = uses->string();
            if (action.starts_with("./") || action.starts_with("../")) {
                add_local_action(action, step, node.find("with"), tree, file, context, here, job, depth);
                continue;
            }
            step.action = lower(action.substr(0, action.find('@')));
            step.inputs = inputs_of(node.find("with"), file, here, unknown);
            job.steps.push_back(std::move(step));
            continue;
        }
        const Yaml* run = node.find("run");
        if (!run) continue;
        step.script = interpolated(run->text, here, unknown);
        step.origin.line = run->line;
        step.literal = run->literal;
        const auto either = [&](const char* key) {
            const Yaml* own = node.find(key);
            if (!own && defaults) own = defaults->find(key);
            return own ? github_text(*own, here, unknown) : std::string();
        };
        step.cwd = clean_path(either("working-directory"));
        step.shell = either("shell");
        ShellScope scope;
        scope.lookup = [&](const std::string& name) { return here.variable(name); };
        for (const auto& command : shell_commands(step.script, scope))
            context.written.take(command, {file, step.origin.line + (step.literal ? command.line : 0)},
                                 step.condition.empty(), context.environ);
        *context.text += step.script.size();
        if (*context.text > most_text) {
            append_once(job.not_knowable, std::string("the end of this job: its commands grow without end"));
            return;
        }
        job.steps.push_back(std::move(step));
    }
}

}  // namespace testskew::ci
