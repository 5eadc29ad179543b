// The workflows of GitHub.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "ci/github_context.hpp"
#include "util/error.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// The events that start a workflow.
std::vector<std::string> events_of(const Yaml& workflow) {
    // YAML 1.1 reads the key `on` as true; yaml-cpp's events keep what is written.
    const Yaml* on = workflow.find("on");
    if (!on) return {};
    std::vector<std::string> result = on->strings();
    for (const auto& member : on->members) result.push_back(member.name);
    return result;
}

bool has(const std::vector<std::string>& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// The event that a run of the workflow is taken to have: a push, else a pull request, else the first of its own.
std::string event_of(const std::vector<std::string>& events) {
    for (const char* usual : {"push", "pull_request"})
        if (has(events, usual)) return usual;
    return events.empty() || events[0] == "workflow_call" ? "push" : events[0];
}

/// One call of a reusable workflow of this repository.
struct Call {
    const Yaml* with = nullptr;
    GithubContext context;
};

class Workflow {
public:
    Workflow(const Tree& tree, std::string file, const Yaml& document)
        : tree_(tree), file_(std::move(file)), document_(document) {}

    std::vector<Job> jobs(const Call* call, int depth) const {
        GithubContext context;
        const auto events = events_of(document_);
        context.event = event_of(events);
        if (call) {
            context.event = call->context.event;
            context.files = call->context.files;
            context.text = call->context.text;
        }
        context.inputs = inputs(call, events);
        std::map<std::string, CiVariable> environ;
        add_environ(document_.find("env"), file_, context, environ);
        std::vector<Job> result;
        if (const Yaml* jobs = document_.find("jobs"))
            for (const auto& member : jobs->members)
                if (member.value.is(Yaml::Kind::map)) add_job(member, context, environ, depth, result);
        return result;
    }

private:
    /// The inputs of a reusable workflow: what its caller gives, else their defaults.
    std::map<std::string, Worth> inputs(const Call* call, const std::vector<std::string>& events) const {
        std::map<std::string, Worth> result;
        const Yaml* declared = document_.find({"on", "workflow_call", "inputs"});
        const bool called = call || (events.size() == 1 && events[0] == "workflow_call");
        if (declared && called)
            for (const auto& input : declared->members) {
                const Yaml* required = input.value.find("required");
                if (const Yaml* value = input.value.find("default")) {
                    std::vector<std::string> unknown;
                    result[lower(input.name)] = {typed_value(*value, GithubContext(), unknown)};
                } else if (!call && required && plain_value(*required) == "true") {
                    result[lower(input.name)] = unknown_worth("inputs." + input.name);
                }
            }
        if (call && call->with)
            for (const auto& member : call->with->members) {
                std::vector<std::string> unknown;
                Worth worth{typed_value(member.value, call->context, unknown)};
                if (!unknown.empty()) worth = {nlohmann::json(), false, unknown.front()};
                result[lower(member.name)] = worth;
            }
        return result;
    }

    void add_job(const Yaml::Member& member, const GithubContext& workflow,
                 const std::map<std::string, CiVariable>& environ, int depth, std::vector<Job>& result) const {
        const Yaml& node = member.value;
        Job base;
        base.workflow = file_;
        base.name = member.name;
        base.line = member.line;
        Matrix matrix;
        matrix.legs.emplace_back();
        if (const Yaml* axes = node.find({"strategy", "matrix"})) matrix = matrix_of(*axes, workflow, file_);
        base.notes = matrix.notes;
        for (const auto& why : matrix.unknown)
            append_once(base.not_knowable,
                        fmt::format("the matrix of {} depends on {}, which only a run knows", member.name, why));
        if (matrix.left_out)
            base.notes.push_back(fmt::format("{}:{}: the matrix of {} has {} legs more than the {} that GitHub allows",
                                             file_, member.line, member.name, matrix.left_out, most_legs));
        for (const auto& axes : matrix.legs) {
            if (result.size() >= 4 * most_legs) return;
            GithubContext context = workflow;
            context.axes = axes;
            context.job = member.name;
            context.open_axes = matrix.open_axes;
            context.open_matrix = matrix.open;
            if (const Yaml* when = node.find("if")) {
                note_text_condition(*when, file_, base.notes);
                const Worth worth = condition(plain_value(*when), context);
                if (worth.known && !is_true(worth.value)) continue;
            }
            Job job = base;
            job.axes = axes;
            job.environ = environ;
            if (const Yaml* uses = node.find("uses"))
                add_called(*uses, node, context, depth, job, result);
            else
                add_leg(node, std::move(context), std::move(job), result);
        }
    }

    void add_called(const Yaml& uses, const Yaml& node, const GithubContext& context, int depth, const Job& job,
                    std::vector<Job>& result) const {
        const std::string path = uses.string();
        const std::string file = std::filesystem::path(path).lexically_normal().string();
        const auto text = path.starts_with("./") && depth < 4 ? tree_.read(file) : std::nullopt;
        if (!text || context.enough(*text)) {
            Job unknown = job;
            unknown.not_knowable.push_back(
                fmt::format("the job {} is the workflow {} ({}:{}), which is not in this repository", job.name, path,
                            file_, uses.line));
            result.push_back(std::move(unknown));
            return;
        }
        const Yaml document = parse_yaml(*text, file, {false, false});
        const Call call{node.find("with"), context};
        for (auto& inner : Workflow(tree_, file, document).jobs(&call, depth + 1)) {
            inner.notes.insert(inner.notes.begin(), fmt::format("called by {}:{}", file_, uses.line));
            for (const auto& one : job.axes)
                if (!axis(inner.axes, one.first)) inner.axes.push_back(one);
            result.push_back(std::move(inner));
        }
    }

    void add_leg(const Yaml& node, GithubContext context, Job job, std::vector<Job>& result) const {
        std::vector<std::string> unknown;
        if (const Yaml* runs_on = node.find("runs-on")) {
            std::vector<std::string> names;
            if (runs_on->is(Yaml::Kind::map)) runs_on = runs_on->find("labels") ? runs_on->find("labels") : runs_on;
            const nlohmann::json value = typed_value(*runs_on, context, unknown);
            if (value.is_array())
                for (const auto& one : value) names.push_back(text_of(one));
            else
                names.push_back(text_of(value));
            job.runner = join(names, ", ");
            if (!unknown.empty())
                job.not_knowable.push_back(
                    fmt::format("the runner: runs-on of {} depends on {}", job.name, unknown.front()));
        }
        const std::string low = lower(job.runner);
        if (low.find("windows") != std::string::npos) context.runner_os = "Windows";
        if (low.find("macos") != std::string::npos) context.runner_os = "macOS";
        unknown.clear();
        add_environ(node.find("env"), file_, context, job.environ);
        if (const Yaml* fails = node.find("continue-on-error")) {
            const Worth worth = condition(plain_value(*fails), context);
            job.may_fail = worth.known && is_true(worth.value);
        }
        add_container(node, context, job);
        add_services(node, context, job);
        GithubContext inner = std::move(context);
        Yaml defaults;
        defaults.kind = Yaml::Kind::map;
        for (const Yaml* from : {node.find({"defaults", "run"}), document_.find({"defaults", "run"})})
            if (from)
                for (const auto& one : from->members)
                    if (!defaults.find(one.name)) defaults.members.push_back(one);
        if (const Yaml* steps = node.find("steps")) add_github_steps(*steps, tree_, file_, &defaults, inner, job);
        result.push_back(std::move(job));
    }

    void add_container(const Yaml& node, const GithubContext& context, Job& job) const {
        const Yaml* container = node.find("container");
        if (!container) return;
        std::vector<std::string> unknown;
        const Yaml* image = container->is(Yaml::Kind::map) ? container->find("image") : container;
        if (!image) return;
        job.container = github_text(*image, context, unknown);
        if (job.container.empty()) return;
        if (!unknown.empty()) job.not_knowable.push_back("the image of the container is " + unknown.front());
        job.image_python = {python_of_image(job.container), {file_, image->line}};
        job.root = true;
        if (const Yaml* options = container->find("options"))
            if (options->text.find("--user") != std::string::npos || options->text.find("-u ") != std::string::npos)
                job.root =
                    options->text.find("root") != std::string::npos || options->text.find(" 0") != std::string::npos;
        // The variables of the workflow and the job are given to each command in the container, and win.
        GithubContext copy = context;
        std::map<std::string, CiVariable> own;
        add_environ(container->find("env"), file_, copy, own);
        job.environ.insert(own.begin(), own.end());
    }

    void add_services(const Yaml& node, const GithubContext& context, Job& job) const {
        const Yaml* services = node.find("services");
        if (!services) return;
        for (const auto& member : services->members) {
            Service service;
            std::vector<std::string> unknown;
            service.origin = {file_, member.line};
            if (const Yaml* image = member.value.find("image")) service.image = github_text(*image, context, unknown);
            if (service.image.empty()) continue;
            if (!job.container.empty()) service.host = member.name;
            if (const Yaml* ports = member.value.find("ports"))
                for (const auto& port : ports->items) {
                    const auto parts = split(github_text(port, context, unknown), ':');
                    service.ports.push_back(parts[parts.size() > 1 ? parts.size() - 2 : 0]);
                }
            job.services.push_back(std::move(service));
        }
    }

    const Tree& tree_;
    std::string file_;
    const Yaml& document_;
};

}  // namespace

std::vector<Job> github_jobs(const Tree& tree, const std::string& file) {
    const auto text = tree.read(file);
    if (!text) throw Error(fmt::format("{}: this file cannot be read", printable(file)));
    const Yaml document = parse_yaml(*text, file, {false, false});
    if (!document.find("jobs")) throw Error(fmt::format("{}: this is no workflow of GitHub: it has no jobs", file));
    return Workflow(tree, file, document).jobs(nullptr, 0);
}

}  // namespace testskew::ci
