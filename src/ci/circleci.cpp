// .circleci/config.yml in its simple forms: jobs, executors, commands, parameters, matrices of workflows.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "ci/circleci_values.hpp"
#include "util/error.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

using Parameters = CircleParameters;

void add_defaults(const Yaml* declared, Parameters& parameters, const std::string& start = "") {
    if (!declared) return;
    for (const auto& member : declared->members)
        if (const Yaml* value = member.value.find("default"); value && !parameters.count(start + member.name))
            parameters[start + member.name] = plain_value(*value);
}

class Config {
public:
    Config(const Tree& tree, std::string file) : file_(std::move(file)) {
        const auto text = tree.read(file_);
        if (!text) throw Error(fmt::format("{}: this file cannot be read", printable(file_)));
        document_ = parse_yaml(*text, file_);
        if (!document_.find("jobs"))
            throw Error(fmt::format("{}: this is no configuration of CircleCI: it has no jobs", file_));
    }

    std::vector<Job> jobs() const {
        std::vector<Job> result;
        for (const auto& member : document_.find("jobs")->members)
            for (const auto& axes : legs_of(member.name)) {
                if (result.size() >= 4 * most_legs) return result;
                result.push_back(job(member, axes));
            }
        return result;
    }

private:
    /// The legs that the workflows make of a job: one for each row of a matrix, or for each call with parameters.
    std::vector<Axes> legs_of(const std::string& name) const {
        std::vector<Axes> result;
        const Yaml* workflows = document_.find("workflows");
        if (!workflows) return {Axes()};
        for (const auto& workflow : workflows->members) {
            const Yaml* jobs = workflow.value.find("jobs");
            if (!jobs) continue;
            for (const auto& item : jobs->items)
                for (const auto& call : item.members)
                    if (call.name == name) add_call(call.value, result);
        }
        return result.empty() ? std::vector<Axes>{Axes()} : result;
    }

    static bool excluded(const Axes& leg, const Yaml& row) {
        return !row.members.empty() && std::all_of(row.members.begin(), row.members.end(), [&](const auto& member) {
            const nlohmann::json* value = axis(leg, member.name);
            return value && text_of(*value) == plain_value(member.value);
        });
    }

    static void add_call(const Yaml& call, std::vector<Axes>& result) {
        std::vector<Axes> legs = {Axes()};
        for (const auto& member : call.members)
            if (member.value.is(Yaml::Kind::scalar) && member.name != "name" && member.name != "context" &&
                member.name != "type")
                legs[0].emplace_back(member.name, plain_value(member.value));
        if (const Yaml* matrix = call.find({"matrix", "parameters"}))
            for (const auto& member : matrix->members)
                legs = product(std::move(legs), member.name, plain_values(member.value.items), most_legs);
        if (const Yaml* rows = call.find({"matrix", "exclude"}))
            std::erase_if(legs, [&](const Axes& leg) {
                return std::any_of(rows->items.begin(), rows->items.end(),
                                   [&](const Yaml& row) { return excluded(leg, row); });
            });
        for (auto& leg : legs)
            if (result.size() < most_legs) result.push_back(std::move(leg));
    }

    Job job(const Yaml::Member& member, const Axes& axes) const {
        Job job;
        job.provider = Provider::circleci;
        job.workflow = file_;
        job.name = member.name;
        job.line = member.line;
        job.axes = axes;
        job.runner = "linux";
        Parameters parameters;
        for (const auto& [name, value] : axes) parameters[name] = text_of(value);
        add_defaults(member.value.find("parameters"), parameters);
        add_defaults(document_.find("parameters"), parameters, pipeline_);
        add_executor(member.value, parameters, job, 0);
        add_environ(member.value.find("environment"), parameters, job.environ);
        if (const Yaml* steps = member.value.find("steps")) add_steps(*steps, parameters, job, 0);
        return job;
    }

    void add_environ(const Yaml* environment, const Parameters& parameters,
                     std::map<std::string, CiVariable>& into) const {
        if (!environment) return;
        std::vector<Yaml> tables =
            environment->is(Yaml::Kind::list) ? environment->items : std::vector<Yaml>{*environment};
        for (const auto& table : tables)
            for (const auto& member : table.members) {
                const std::string value = with_parameters(plain_value(member.value), parameters);
                CiVariable variable{value, "", {file_, member.line}};
                if (unknown_in_circle(value)) variable = {std::nullopt, value, variable.origin};
                into[member.name] = std::move(variable);
            }
    }

    void add_executor(const Yaml& node, const Parameters& parameters, Job& job, int depth) const {
        const Yaml* executor = node.find("executor");
        if (executor && depth < 3) {
            const Yaml* name = executor->is(Yaml::Kind::map) ? executor->find("name") : executor;
            const std::string asked = name ? with_parameters(name->string(), parameters) : "";
            if (const Yaml* found = document_.find({"executors", asked})) {
                Parameters own = of_pipeline(parameters);
                for (const auto& member : executor->members)
                    own[member.name] = with_parameters(plain_value(member.value), parameters);
                add_defaults(found->find("parameters"), own);
                add_executor(*found, own, job, depth + 1);
                add_environ(found->find("environment"), own, job.environ);
            } else if (!asked.empty()) {
                job.not_knowable.push_back(
                    fmt::format("the executor {} is of an orb, and not in the repository", asked));
            }
        }
        if (node.find("macos")) job.runner = "macos";
        if (const Yaml* machine = node.find("machine"))
            if (const Yaml* image = machine->find("image")) job.runner = image->string();
        const Yaml* docker = node.find("docker");
        if (!docker) return;
        bool first = true;
        for (const auto& item : docker->items) {
            const Yaml* image = item.find("image");
            if (!image) continue;
            const std::string name = with_parameters(image->string(), parameters);
            if (first) {
                job.container = name;
                job.image_python = {python_of_image(name), {file_, image->line}};
                add_environ(item.find("environment"), parameters, job.environ);
            } else {
                job.services.push_back({name, "", {}, {file_, image->line}});
            }
            first = false;
        }
    }

    void add_steps(const Yaml& steps, const Parameters& parameters, Job& job, int depth) const {
        if (depth > 10 || ++followed_ > 5'000) return;
        for (const auto& item : steps.items) {
            if (item.is(Yaml::Kind::scalar)) {
                add_step(item.text, Yaml(), item.line, parameters, job, depth);
            } else {
                for (const auto& member : item.members)
                    add_step(member.name, member.value, member.line, parameters, job, depth);
            }
        }
    }

    void add_step(const std::string& name, const Yaml& value, int line, const Parameters& parameters, Job& job,
                  int depth) const {
        if (name == "run") return add_run(value, parameters, job);
        if (name == "when" || name == "unless") return add_choice(name == "when", value, parameters, job, depth);
        if (const Yaml* command = document_.find({"commands", name})) {
            Parameters own = of_pipeline(parameters);
            for (const auto& member : value.members)
                own[member.name] = with_parameters(plain_value(member.value), parameters);
            add_defaults(command->find("parameters"), own);
            if (const Yaml* steps = command->find("steps")) add_steps(*steps, own, job, depth + 1);
            return;
        }
        if (name == "python/install-packages") {  // of CircleCI's own orb
            const Yaml* manager = value.find("pkg-manager");
            const std::string tool = manager ? manager->string() : "pip";
            Step step;
            step.origin = {file_, line};
            step.script = tool == "poetry"   ? "poetry install"
                          : tool == "pipenv" ? "pipenv install --dev"
                          : tool == "uv"     ? "uv sync"
                                             : "pip install -r requirements.txt";
            if (const Yaml* folder = value.find("app-dir"))
                step.cwd = relative(with_parameters(folder->string(), parameters));
            job.steps.push_back(std::move(step));
        } else if (name.find('/') != std::string::npos) {
            append_once(job.notes,
                        fmt::format("{}:{}: {} is a step of an orb, and not in the repository", file_, line, name));
        }
    }

    /// The steps of `when` or `unless`. Where only a run knows whether they are done, they are marked so.
    void add_choice(bool wanted, const Yaml& value, const Parameters& parameters, Job& job, int depth) const {
        const Yaml *steps = value.find("steps"), *condition = value.find("condition");
        if (!steps) return;
        const auto is = condition ? circle_statement(*condition, parameters, budget_) : std::nullopt;
        if (is && *is != wanted) return;
        const size_t before = job.steps.size();
        add_steps(*steps, parameters, job, depth + 1);
        for (size_t i = before; i < job.steps.size(); ++i)
            if (!is)
                job.steps[i].condition.insert(0, fmt::format("{} of line {};", wanted ? "when" : "unless", value.line));
    }

    /// What a command or an executor sees of the parameters around it: those of the pipeline.
    static Parameters of_pipeline(const Parameters& parameters) {
        Parameters result;
        for (const auto& [name, value] : parameters)
            if (name.starts_with(pipeline_)) result[name] = value;
        return result;
    }

    std::string with_parameters(const std::string& text, const Parameters& parameters) const {
        return with_circle_parameters(text, parameters, budget_);
    }

    /// The folder below the checkout, wherever that is: "~/project/backend" is "backend".
    static std::string relative(const std::string& folder) {
        for (const char* start : {"~/project/", "~/repo/", "./", "/home/circleci/project/"})
            if (folder.starts_with(start)) return folder.substr(std::string_view(start).size());
        return folder.starts_with('~') || folder == "." ? "" : folder;
    }

    void add_run(const Yaml& value, const Parameters& parameters, Job& job) const {
        const Yaml* command = value.is(Yaml::Kind::scalar) ? &value : value.find("command");
        if (!command) return;
        Step step;
        step.script = with_parameters(command->text, parameters);
        step.literal = command->literal;
        step.origin = {file_, command->line};
        add_environ(value.find("environment"), parameters, step.environ);
        if (const Yaml* folder = value.find("working_directory"))
            step.cwd = relative(with_parameters(folder->string(), parameters));
        job.steps.push_back(std::move(step));
    }

    static constexpr const char* pipeline_ = "pipeline.parameters.";

    std::string file_;
    Yaml document_;
    mutable int followed_ = 0;                                ///< lists of steps
    mutable TextBudget budget_{1'000'000, 16 * 1024 * 1024};  ///< of all parameters that are filled in
};

}  // namespace

std::vector<Job> circleci_jobs(const Tree& tree, const std::string& file) { return Config(tree, file).jobs(); }

}  // namespace testskew::ci
