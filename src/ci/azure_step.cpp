// One step of a job of Azure.
#include <fmt/format.h>

#include "ci/azure_scope.hpp"
#include "util/text.hpp"

namespace testskew::ci {

void add_azure_step(const Yaml& item, const AzureScope& scope, Job& job) {
    Step step;
    step.origin = place_of(item);
    if (const Yaml* when = item.find("condition")) {
        const Worth worth = azure_condition(with_macros(when->string(), scope), scope);
        if (worth.known && !is_true(worth.value)) return;
        if (!worth.known) step.condition = fmt::format("condition {};", when->string());
    }
    if (const Yaml* enabled = item.find("enabled"); enabled && lower(enabled->string()) == "false") return;
    if (const Yaml* env = item.find("env"))
        for (const auto& member : env->members) {
            bool unknown = false;
            const std::string value = with_macros(plain_value(member.value), scope, &unknown);
            step.environ[member.name] = {unknown ? std::nullopt : std::optional(value), unknown ? value : "",
                                         place_of(member.value, member.line)};
        }
    const std::string task = item.find("task") ? lower(item.find("task")->string()) : "";
    const Yaml* inputs = item.find("inputs");
    const Yaml* script = item.find("script");
    if (!script) script = item.find("bash");
    if (!script && inputs && (task.starts_with("bash@") || task.starts_with("cmdline@")))
        script = inputs->find("script");
    const bool powershell = item.find("pwsh") || item.find("powershell") || task.starts_with("powershell@");
    if (powershell) {
        step.script = "?";
        step.shell = "pwsh";
    } else if (item.find("checkout")) {
        const Yaml* depth = item.find("fetchDepth");
        if (!depth) return;
        step.action = "actions/checkout";
        step.inputs["fetch-depth"] = {depth->string(), place_of(*depth)};
    } else if (task.starts_with("usepythonversion@")) {
        step.action = "actions/setup-python";
        const Yaml* version = inputs ? inputs->find("versionSpec") : nullptr;
        step.inputs["python-version"] =
            version ? Said{with_macros(plain_value(*version), scope), place_of(*version)} : Said{"3.x", step.origin};
    } else if (script) {
        step.script = with_macros(script->text, scope);
        step.literal = script->literal;
        step.origin.line = script->line;
        const Yaml* folder = item.find("workingDirectory");
        if (!folder && inputs) folder = inputs->find("workingDirectory");
        if (folder) {
            step.cwd = folder->string();
            for (const char* start :
                 {"$(Build.SourcesDirectory)", "$(System.DefaultWorkingDirectory)", "$(Pipeline.Workspace)/s", "/"})
                if (step.cwd.starts_with(start)) step.cwd.erase(0, std::string_view(start).size());
            step.cwd = with_macros(step.cwd, scope);
        }
    } else {
        return;
    }
    job.steps.push_back(std::move(step));
}

}  // namespace testskew::ci
