// Azure Pipelines in their simple forms: jobs, matrices, templates of steps, variables and their macros.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>

#include "ci/azure_scope.hpp"
#include "util/error.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// The name that a variable has in the environ: test.install is TEST_INSTALL.
std::string environ_name(const std::string& name) {
    std::string result = name;
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return c == '.' || c == ' ' ? '_' : static_cast<char>(std::toupper(c)); });
    return result;
}

class AzurePipeline {
public:
    AzurePipeline(const Tree& tree, std::string file) : tree_(tree), file_(std::move(file)) {}

    std::vector<Job> jobs() {
        const auto text = tree_.read(file_);
        if (!text) throw Error(fmt::format("{}: this file cannot be read", printable(file_)));
        const Yaml document = parse_yaml(*text, file_);
        AzureScope scope;
        add_parameters(document.find("parameters"), scope);
        add_variables(document.find("variables"), scope);
        const std::string image = vm_image(document, scope, "ubuntu-latest");
        add_all(document, scope, image);
        if (document.find("steps")) add_job(document, "job", document.line, scope, image);
        if (result_.empty()) throw Error(fmt::format("{}: no job of Azure Pipelines was found in this file", file_));
        return std::move(result_);
    }

private:
    static void add_parameters(const Yaml* parameters, AzureScope& scope) {
        if (!parameters) return;
        for (const auto& item : parameters->items)
            if (const Yaml *name = item.find("name"), *value = item.find("default"); name && value)
                scope.parameters[lower(name->string())] = {plain_value(*value), place_of(*value)};
        for (const auto& member : parameters->members)
            scope.parameters[lower(member.name)] = {plain_value(member.value), place_of(member.value, member.line)};
    }

    void add_variables(const Yaml* variables, AzureScope& scope) {
        if (!variables) return;
        AzureChoices choices;
        for (const auto& member : variables->members) {
            if (member.name.starts_with("${{"))
                insert_variables(member, choices.next(member.name, scope), scope);
            else
                set(member.name, with_macros(plain_value(member.value), scope), place_of(member.value, member.line),
                    scope);
        }
        for (const auto& item : variables->items) {
            if (const Yaml *name = item.find("name"), *value = item.find("value"); name && value)
                set(name->string(), with_macros(plain_value(*value), scope), place_of(item), scope);
            else if (item.find("group") || item.find("template"))
                append_once(notes_, fmt::format("{}: these variables are not in the file", place_of(item).text()));
            else if (const auto* member = inserted(item))
                insert_variables(*member, choices.next(member->name, scope), scope);
        }
    }

    /// Variables that are only there under a condition. Where only a run knows, they have no value.
    void insert_variables(const Yaml::Member& member, std::optional<bool> holds, AzureScope& scope) {
        if (holds) return *holds ? add_variables(&member.value, scope) : void();
        note_condition(member);
        const auto unknown = [&](const std::string& name, const Origin& origin) {
            if (!name.starts_with("${{")) set(name, "$[ " + member.name + " ]", origin, scope);
        };
        for (const auto& inner : member.value.members) unknown(inner.name, place_of(inner.value, inner.line));
        for (const auto& item : member.value.items)
            if (const Yaml* name = item.find("name")) unknown(name->string(), place_of(item));
    }

    /// Says that what is there under a condition was not read.
    void note_condition(const Yaml::Member& member) {
        append_once(notes_, fmt::format("{}: what is there under {} is not read",
                                        place_of(member.value, member.line).text(), member.name));
    }

    void set(const std::string& name, const std::string& value, const Origin& origin, AzureScope& scope) {
        scope.variables[lower(name)] = {value, origin};
        names_[lower(name)] = name;
    }

    static std::string vm_image(const Yaml& node, const AzureScope& scope, const std::string& otherwise) {
        const Yaml* image = node.find({"pool", "vmImage"});
        if (!image) image = node.find({"pool", "name"});
        return image ? with_macros(image->string(), scope) : otherwise;
    }

    /// The stages and jobs of a file.
    void add_all(const Yaml& document, const AzureScope& scope, const std::string& image) {
        if (const Yaml* stages = document.find("stages")) add_items(*stages, scope, image, 0);
        if (const Yaml* jobs = document.find("jobs")) add_items(*jobs, scope, image, 0);
    }

    /// The items of a list of stages or of jobs.
    void add_items(const Yaml& list, const AzureScope& outer, const std::string& image, int depth) {
        if (depth > 8) return;
        AzureChoices choices;
        for (const auto& item : list.items) {
            if (const auto* member = inserted(item)) {
                const auto holds = choices.next(member->name, outer);
                if (!holds) note_condition(*member);
                if (holds.value_or(false)) add_items(member->value, outer, image, depth + 1);
            } else if (const Yaml* name = item.find("job")) {
                add_job(item, name->string(), item.line, outer, vm_image(item, outer, image));
            } else if (const Yaml* path = item.find("template")) {
                add_template(path->string(), item, outer, image);
            } else if (const Yaml* jobs = item.find("jobs")) {
                AzureScope scope = outer;
                add_variables(item.find("variables"), scope);
                add_items(*jobs, scope, vm_image(item, scope, image), depth + 1);
            }
        }
    }

    /// A template, with the variables and parameters that it sees.
    struct Template {
        Yaml document;
        AzureScope scope;
    };

    /// Reads the template that an item calls, unless `follow` is false; nullopt with a note if it cannot be. Its path
    /// is relative to the file of the item, or with "/" to the top of the repository.
    std::optional<Template> called(const Yaml& item, const std::string& path, const AzureScope& outer, bool follow,
                                   std::vector<std::string>& notes) const {
        const Origin origin = place_of(item);
        const std::filesystem::path own = path.ends_with("@self") ? path.substr(0, path.size() - 5) : path;
        const auto place =
            own.is_absolute() ? own.relative_path() : std::filesystem::path(origin.file).parent_path() / own;
        const std::string file = place.lexically_normal().string();
        const auto text = follow ? tree_.read(file) : std::nullopt;
        if (!text) {
            append_once(notes, fmt::format("{}: the template {} is not in the repository", origin.text(), path));
            return std::nullopt;
        }
        Template result{parse_yaml(*text, file), outer};
        add_parameters(result.document.find("parameters"), result.scope);
        if (const Yaml* given = item.find("parameters"))
            for (const auto& member : given->members)
                result.scope.parameters[lower(member.name)] = {with_macros(plain_value(member.value), outer),
                                                               place_of(member.value, member.line)};
        return result;
    }

    void add_template(const std::string& path, const Yaml& item, const AzureScope& outer, const std::string& image) {
        const bool follow = depth_ < 5 && ++followed_ < 2'000;
        const auto found = called(item, path, outer, follow, notes_);
        if (!found) return;
        ++depth_;
        add_all(found->document, found->scope, image);
        --depth_;
    }

    void add_job(const Yaml& node, const std::string& name, int line, const AzureScope& outer,
                 const std::string& image) {
        AzureScope scope = outer;
        if (node.find("job")) add_variables(node.find("variables"), scope);
        const Yaml* matrix = node.find({"strategy", "matrix"});
        std::vector<const Yaml::Member*> rows;
        std::vector<std::string> unknown_rows;
        if (matrix && matrix->is(Yaml::Kind::scalar)) unknown_rows.push_back(matrix->text);
        if (matrix)
            for (const auto& row : matrix->members) {
                if (row.name.starts_with("${{"))
                    unknown_rows.push_back(row.name);
                else
                    rows.push_back(&row);
            }
        if (rows.empty()) rows.push_back(nullptr);
        for (const auto* row : rows) {
            if (result_.size() >= most_legs) return;
            AzureScope own = scope;
            Job job;
            job.provider = Provider::azure;
            job.workflow = file_;
            job.name = name;
            job.line = line;
            job.notes = notes_;
            for (const auto& text : unknown_rows)
                job.not_knowable.push_back(
                    fmt::format("the matrix of {} depends on {}, which only a run knows", name, text));
            if (row) {
                nlohmann::json values = nlohmann::json::object();
                for (const auto& member : row->value.members) {
                    set(member.name, plain_value(member.value), place_of(member.value, member.line), own);
                    values[member.name] = plain_value(member.value);
                }
                job.axes.emplace_back(row->name, values);
            }
            if (const Yaml* when = node.find("condition")) {
                const Worth worth = azure_condition(when->string(), own);
                if (worth.known && !is_true(worth.value)) continue;
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
                job.image_python = {python_of_image(job.container), place_of(*container)};
            }
            if (const Yaml* steps = node.find("steps")) add_steps(*steps, own, job, 0);
            if (const Yaml* fails = node.find("continueOnError")) job.may_fail = fails->string() == "true";
            result_.push_back(std::move(job));
        }
    }

    void add_steps(const Yaml& steps, const AzureScope& scope, Job& job, int depth) {
        if (depth > 8 || ++followed_ > 2'000) return;
        AzureChoices choices;
        for (const auto& item : steps.items) {
            if (const auto* member = inserted(item)) {
                add_choice(*member, choices.next(member->name, scope), scope, job, depth);
                continue;
            }
            if (const Yaml* path = item.find("template")) {
                const auto found = called(item, path->string(), scope, true, job.notes);
                const Yaml* inner = found ? found->document.find("steps") : nullptr;
                if (inner) add_steps(*inner, found->scope, job, depth + 1);
                continue;
            }
            add_azure_step(item, scope, job);
        }
    }

    /// The steps that are only there under a condition. Where only a run knows, they are marked so.
    void add_choice(const Yaml::Member& member, std::optional<bool> holds, const AzureScope& scope, Job& job,
                    int depth) {
        if (holds && !*holds) return;
        const size_t before = job.steps.size();
        if (member.name.find("each ") != std::string::npos)
            append_once(job.not_knowable,
                        fmt::format("{}: the steps of {}", place_of(member.value, member.line).text(), member.name));
        else
            add_steps(member.value, scope, job, depth + 1);
        for (size_t i = before; i < job.steps.size(); ++i)
            if (!holds) job.steps[i].condition.insert(0, member.name + ";");
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
