// Tasks with a name in pyproject.toml and pixi.toml: poe, taskipy, pdm, rye, pixi.
#include <fmt/format.h>

#include <algorithm>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// The tasks of pixi's manifest: its own, then those of its features.
const profile::Node* pixi_table(const profile::Node& manifest, const std::string& name) {
    if (const auto* own = manifest.find("tasks"); own && own->find(name)) return own;
    if (const auto* features = manifest.find("feature"))
        for (const auto& feature : features->members)
            if (const auto* tasks = feature.value.find("tasks"); tasks && tasks->find(name)) return tasks;
    return nullptr;
}

/// The table that holds a task; nullptr if there is none.
const profile::Node* tasks_of(const profile::Node& document, const std::string& runner, const std::string& name) {
    const profile::Node* table = nullptr;
    if (runner == "task") table = document.find({"tool", "taskipy", "tasks"});
    if (runner == "pdm" || runner == "rye") table = document.find({"tool", runner, "scripts"});
    if (runner == "poe") table = document.find({"tool", "poe", "tasks"});
    if (runner == "pixi")
        if (const auto* manifest = document.find({"tool", "pixi"})) table = pixi_table(*manifest, name);
    return table && table->find(name) ? table : nullptr;
}

/// The names of the tasks that a task needs: pixi's depends-on.
std::vector<std::string> needs_of(const profile::Node& entry) {
    std::vector<std::string> result;
    for (const char* key : {"depends-on", "depends_on"})
        if (const auto* needs = entry.find(key)) {
            result = needs->strings();
            for (const auto& item : needs->items)
                if (const auto* task = item.find("task")) result.push_back(task->text);
        }
    return result;
}

/// The variables of a task. {default = "x"} is for one that is not set.
void task_environ(const profile::Node* environ, Here& here) {
    if (!environ) return;
    for (const auto& member : environ->members) {
        const auto* by_default = member.value.find("default");
        const auto set = here.environ.find(member.name);
        if (by_default && set != here.environ.end()) continue;
        const profile::Node& value = by_default ? *by_default : member.value;
        here.set(member.name, value.is(profile::Node::Kind::table) ? "$" + member.name : value.text);
    }
}

}  // namespace

/// The steps of one task. `rest` is added to its last command.
void Walk::task_steps(const std::string& runner, const profile::Node& table, const profile::Node& entry,
                      const std::string& rest, Here& here) {
    task_environ(entry.find("env"), here);
    for (const auto& need : needs_of(entry)) {
        Here inner = here;
        task(runner, {need}, inner);
    }
    const auto one = [&](const profile::Node& node, const std::string& more) {
        Here inner = here;
        if (node.is(profile::Node::Kind::string)) return script(node.text + more, false, inner);
        for (const char* key : {"cmd", "shell"})
            if (const auto* line = node.find(key)) return script(join(line->strings(), " ") + more, false, inner);
        if (const auto* reference = node.find("ref")) task(runner, shell_words(reference->text), inner);
    };
    const profile::Node* sequence = entry.is(profile::Node::Kind::array) ? &entry
                                    : entry.find("sequence")             ? entry.find("sequence")
                                                                         : entry.find("composite");
    if (!sequence) return one(entry, rest);
    for (const auto& item : sequence->items) {
        if (item.is(profile::Node::Kind::string) && table.find(item.text)) {
            Here inner = here;
            task(runner, {item.text}, inner);
        } else {
            one(item, "");
        }
    }
}

/// Runs the task of a name. Returns false if there is no such task.
bool Walk::task(const std::string& runner, const Words& words, Here& here) {
    if (words.empty()) return true;
    if (here.depth > 10 || enough()) return false;
    if (runner == "just" && just(words, here)) return true;
    if (runner == "task" && taskfile(words, here)) return true;
    const std::string name = words[0];
    for (const char* file : {"pixi.toml", "pyproject.toml"}) {
        const auto text = tree_.read(path(here, file));
        if (!text || (file == std::string("pixi.toml") && runner != "pixi")) continue;
        const profile::Node document = profile::parse_toml(*text, file);
        const profile::Node* table =
            file == std::string("pixi.toml") ? pixi_table(document, name) : tasks_of(document, runner, name);
        if (!table) continue;
        const profile::Node* entry = table->find(name);
        std::string rest;
        for (size_t i = 1; i < words.size(); ++i) rest += " " + shell_quoted(words[i]);
        Here inner = here;
        ++inner.depth;
        inner.origin = {path(here, file), entry->line};
        if (runner == "poe") task_environ(document.find({"tool", "poe", "env"}), inner);
        task_steps(runner, *table, *entry, rest, inner);
        return true;
    }
    if (!one_of(runner, {"invoke", "inv", "just", "doit", "task", "poe"})) return false;
    if (!reached_)
        once(leg_.not_knowable,
             fmt::format("{}: {} {} is a program that is not read", here.origin.text(), runner, name));
    opaque(runner + " " + name, name, here);
    return true;
}

}  // namespace testskew::ci
