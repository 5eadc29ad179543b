// Azure Pipelines in their simple forms: jobs, matrices, templates of steps, variables and their macros.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "ci/job.hpp"
#include "util/error.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// Variables and parameters by their names in lower case: Azure does not tell a from A.
struct Scope {
    std::map<std::string, Said> variables, parameters;
};

/// The name that a variable has in the environ: test.install is TEST_INSTALL.
std::string environ_name(const std::string& name) {
    std::string result = name;
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return c == '.' || c == ' ' ? '_' : static_cast<char>(std::toupper(c)); });
    return result;
}

/// Replaces $(name) by the variable of that name, and ${{ parameters.x }} and ${{ variables.x }} by theirs.
std::string with_macros(const std::string& text, const Scope& scope, bool* unknown = nullptr) {
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
        if (known != from->end()) {
            result += known->second.value;
        } else {
            result += text.substr(i, close + (macro ? 1 : 2) - i);
            if (unknown && !plain) *unknown = true;
        }
        i = close + (macro ? 0 : 1);
    }
    return result;
}

class AzurePipeline {
public:
    AzurePipeline(const Tree& tree, std::string file) : tree_(tree), file_(std::move(file)) {}

    std::vector<Job> jobs() {
        const auto text = tree_.read(file_);
        if (!text) throw Error(fmt::format("{}: this file cannot be read", printable(file_)));
        const Yaml document = parse_yaml(*text, file_);
        Scope scope;
        add_parameters(document.find("parameters"), scope);
        add_variables(document.find("variables"), file_, scope);
        const std::string image = vm_image(document, scope, "ubuntu-latest");
        if (const Yaml* stages = document.find("stages"))
            for (const auto& stage : stages->items) add_jobs(stage, scope, image);
        add_jobs(document, scope, image);
        if (document.find("steps")) add_job(document, "job", document.line, scope, image);
        if (result_.empty()) throw Error(fmt::format("{}: no job of Azure Pipelines was found in this file", file_));
        return std::move(result_);
    }

private:
    void add_parameters(const Yaml* parameters, Scope& scope) const {
        if (!parameters) return;
        for (const auto& item : parameters->items)
            if (const Yaml *name = item.find("name"), *value = item.find("default"); name && value)
                scope.parameters[lower(name->string())] = {plain_value(*value), {file_, value->line}};
        for (const auto& member : parameters->members)
            scope.parameters[lower(member.name)] = {plain_value(member.value), {file_, member.line}};
    }

    void add_variables(const Yaml* variables, const std::string& file, Scope& scope) {
        if (!variables) return;
        for (const auto& member : variables->members)
            set(member.name, with_macros(plain_value(member.value), scope), {file, member.line}, scope);
        for (const auto& item : variables->items) {
            if (const Yaml *name = item.find("name"), *value = item.find("value"); name && value)
                set(name->string(), with_macros(plain_value(*value), scope), {file, item.line}, scope);
            else if (item.find("group") || item.find("template"))
                append_once(notes_, fmt::format("{}:{}: these variables are not in the file", file, item.line));
        }
    }

    void set(const std::string& name, const std::string& value, const Origin& origin, Scope& scope) {
        scope.variables[lower(name)] = {value, origin};
        names_[lower(name)] = name;
    }

    static std::string vm_image(const Yaml& node, const Scope& scope, const std::string& otherwise) {
        const Yaml* image = node.find({"pool", "vmImage"});
        if (!image) image = node.find({"pool", "name"});
        return image ? with_macros(image->string(), scope) : otherwise;
    }

    void add_jobs(const Yaml& node, const Scope& outer, const std::string& image) {
        const Yaml* jobs = node.find("jobs");
        if (!jobs) return;
        Scope scope = outer;
        if (node.find("stage")) add_variables(node.find("variables"), file_, scope);
        for (const auto& item : jobs->items) {
            if (const Yaml* name = item.find("job"))
                add_job(item, name->string(), item.line, scope, vm_image(item, scope, image));
            else if (const Yaml* path = item.find("template"))
                add_template(path->string(), item, scope, image);
        }
    }

    /// A template, with the variables and parameters that it sees.
    struct Template {
        std::string file;
        Yaml document;
        Scope scope;
    };

    /// Reads the template that an item of `file` calls, unless `follow` is false; nullopt with a note if it cannot be.
    std::optional<Template> called(const Yaml& item, const std::string& path, const std::string& file,
                                   const Scope& outer, bool follow, std::vector<std::string>& notes) const {
        Template result{(std::filesystem::path(file).parent_path() / path).lexically_normal().string(), {}, outer};
        const auto text = follow ? tree_.read(result.file) : std::nullopt;
        if (!text) {
            append_once(notes, fmt::format("{}:{}: the template {} is not in the repository", file, item.line, path));
            return std::nullopt;
        }
        result.document = parse_yaml(*text, result.file);
        add_parameters(result.document.find("parameters"), result.scope);
        if (const Yaml* given = item.find("parameters"))
            for (const auto& member : given->members)
                result.scope.parameters[lower(member.name)] = {with_macros(plain_value(member.value), outer),
                                                               {file, member.line}};
        return result;
    }

    void add_template(const std::string& path, const Yaml& item, const Scope& outer, const std::string& image) {
        const bool follow = path.find('@') == std::string::npos && depth_ < 5 && ++followed_ < 2'000;
        const auto found = called(item, path, file_, outer, follow, notes_);
        if (!found) return;
        ++depth_;
        add_jobs(found->document, found->scope, image);
        --depth_;
    }

    void add_job(const Yaml& node, const std::string& name, int line, const Scope& outer, const std::string& image) {
        Scope scope = outer;
        if (name != "job" || node.find("job")) add_variables(node.find("variables"), file_, scope);
        const Yaml* matrix = node.find({"strategy", "matrix"});
        std::vector<const Yaml::Member*> rows;
        if (matrix)
            for (const auto& row : matrix->members) rows.push_back(&row);
        if (rows.empty()) rows.push_back(nullptr);
        for (const auto* row : rows) {
            if (result_.size() >= most_legs) return;
            Scope own = scope;
            Job job;
            job.provider = Provider::azure;
            job.workflow = file_;
            job.name = name;
            job.line = line;
            job.notes = notes_;
            if (row) {
                nlohmann::json values = nlohmann::json::object();
                for (const auto& member : row->value.members) {
                    set(member.name, plain_value(member.value), {file_, member.line}, own);
                    values[member.name] = plain_value(member.value);
                }
                job.axes.emplace_back(row->name, values);
            }
            job.runner = with_macros(vm_image(node, own, image), own);
            for (const auto& [low, said] : own.variables) {
                bool unknown = false;
                const std::string value = with_macros(said.value, own, &unknown);
                CiVariable variable{value, "", said.origin};
                if (unknown || value.find("$[") != std::string::npos) variable = {std::nullopt, value, said.origin};
                job.environ[environ_name(names_[low])] = variable;
            }
            if (const Yaml* container = node.find("container")) {
                job.container = container->is(Yaml::Kind::map)
                                    ? (container->find("image") ? container->find("image")->string() : "")
                                    : with_macros(container->string(), own);
                job.image_python = {python_of_image(job.container), {file_, container->line}};
            }
            if (const Yaml* steps = node.find("steps")) add_steps(*steps, file_, own, job, 0);
            if (const Yaml* fails = node.find("continueOnError")) job.may_fail = fails->string() == "true";
            result_.push_back(std::move(job));
        }
    }

    void add_steps(const Yaml& steps, const std::string& file, const Scope& scope, Job& job, int depth) {
        if (depth > 8 || ++followed_ > 2'000) return;
        for (const auto& item : steps.items) {
            if (const Yaml* path = item.find("template")) {
                const auto found = called(item, path->string(), file, scope, true, job.notes);
                const Yaml* inner = found ? found->document.find("steps") : nullptr;
                if (inner) add_steps(*inner, found->file, found->scope, job, depth + 1);
                continue;
            }
            add_step(item, file, scope, job);
        }
    }

    static void add_step(const Yaml& item, const std::string& file, const Scope& scope, Job& job) {
        Step step;
        step.origin = {file, item.line};
        if (const Yaml* env = item.find("env"))
            for (const auto& member : env->members) {
                bool unknown = false;
                const std::string value = with_macros(plain_value(member.value), scope, &unknown);
                step.environ[member.name] = {
                    unknown ? std::nullopt : std::optional(value), unknown ? value : "", {file, member.line}};
            }
        const std::string task = item.find("task") ? lower(item.find("task")->string()) : "";
        const Yaml* inputs = item.find("inputs");
        const Yaml* script = item.find("script");
        if (!script) script = item.find("bash");
        if (!script && inputs && (task.starts_with("bash@") || task.starts_with("cmdline@")))
            script = inputs->find("script");
        if (item.find("checkout")) {
            const Yaml* depth = item.find("fetchDepth");
            if (!depth) return;
            step.action = "actions/checkout";
            step.inputs["fetch-depth"] = {depth->string(), {file, depth->line}};
        } else if (task.starts_with("usepythonversion@")) {
            step.action = "actions/setup-python";
            const Yaml* version = inputs ? inputs->find("versionSpec") : nullptr;
            step.inputs["python-version"] = version
                                                ? Said{with_macros(plain_value(*version), scope), {file, version->line}}
                                                : Said{"3.x", step.origin};
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

    const Tree& tree_;
    std::string file_;
    std::vector<Job> result_;
    std::vector<std::string> notes_;
    std::map<std::string, std::string> names_;  ///< the written form of a variable's name
    int depth_ = 0, followed_ = 0;
};

}  // namespace

std::vector<Job> azure_jobs(const Tree& tree, const std::string& file) { return AzurePipeline(tree, file).jobs(); }

}  // namespace testskew::ci
