// What a log comes to: a leg by itself, or laid over the leg of the files.
#include <algorithm>

#include "ci/log.hpp"
#include "ci/own_name.hpp"
#include "util/once.hpp"

namespace testskew::ci {
namespace {

/// The folder of the checkout below which a rootdir lies: /home/runner/work/NAME/NAME, /__w/NAME/NAME,
/// /builds/GROUP/NAME.
std::string below_checkout(const std::string& rootdir) {
    for (const char* start : {"/home/runner/work/", "/__w/", "/builds/", "/home/vsts/work/1/s",
                              "/home/circleci/project", "/root/project"}) {
        if (!rootdir.starts_with(start)) continue;
        std::string rest = rootdir.substr(std::string_view(start).size());
        const bool two = std::string_view(start).ends_with('/');
        for (int i = 0; two && i < 2; ++i) {
            const size_t slash = rest.find('/');
            if (slash == std::string::npos) return {};
            rest = rest.substr(slash + 1);
        }
        while (rest.starts_with('/')) rest.erase(0, 1);
        return rest;
    }
    return {};
}

/// The packages of a log, in which the project itself is one of many, at the version that it has there: what is tested
/// is the checkout.
std::vector<Requirement> with_checkout(std::vector<Requirement> packages, const std::string& own) {
    for (Requirement& one : packages)
        if (!own.empty() && one.line.starts_with(own + "==")) one.line = "-e .";
    return packages;
}

}  // namespace

Leg leg_of_log(const LogFacts& facts, const Tree& tree, const std::string& label) {
    Job job;
    job.provider = facts.provider.value_or(Provider::github);
    job.workflow = label;
    job.environ = facts.environ;
    job.runner = "linux";
    const std::string folder = below_checkout(facts.rootdir);
    if (!facts.script.empty()) {
        Step step;
        step.script = facts.script;
        step.literal = true;
        step.origin = facts.script_origin;
        job.steps.push_back(std::move(step));
    }
    Leg leg = leg_of(job, tree);
    leg.git_depth.reset();
    leg.whose = facts.provider.has_value();
    leg.filtered = facts.through_tox;
    if (!facts.session) leg.pytest.reset();
    leg.environ = facts.environ;
    leg.not_knowable.clear();
    if (!leg.pytest)
        leg.not_knowable.push_back(facts.session ? "the command that started pytest: the log does not show it"
                                                 : "no pytest run in this log");
    if (!facts.python.value.empty()) {
        leg.python = facts.python;
        leg.python_source = "the log";
    }
    leg.lock.reset();
    leg.requirements =
        facts.packages_complete ? with_checkout(facts.packages, own_name(tree)) : std::vector<Requirement>{};
    if (!facts.packages_complete)
        leg.not_knowable.push_back(facts.packages.empty() ? "the packages: the log does not list them"
                                                          : "the packages: the log lists only some of them");
    if (leg.pytest && !folder.empty() && leg.cwd.value == ".") {
        leg.cwd = {folder, {label, 0}};
        leg.warn.push_back("the folder " + folder + " follows from pytest's rootdir");
    }
    if (facts.rootdir.starts_with("/__w/"))
        leg.warn.push_back("/__w means a job in a container: root, and another libc");
    if (facts.cut) leg.warn.push_back("the log ends before pytest does");
    for (const auto& note : facts.notes) append_once(leg.warn, note);
    return leg;
}

void lay_over(const LogFacts& facts, const Leg& of_log, Leg& leg) {
    if (!of_log.python.value.empty()) {
        leg.python = of_log.python;
        leg.python_source = of_log.python_source;
        std::erase_if(leg.not_knowable, [](const std::string& text) { return text.starts_with("the Python version"); });
    }
    if (of_log.pytest) {
        leg.pytest = of_log.pytest;
        leg.cwd = of_log.cwd;
    }
    if (facts.packages_complete) {
        leg.requirements = of_log.requirements;
        leg.lock.reset();
        std::erase_if(leg.not_knowable, [](const std::string& text) { return text.starts_with("the packages"); });
    } else if (!facts.date.empty() && !leg.lock) {
        leg.as_of = facts.date;
    }
    if (!leg.tox)
        for (const auto& [name, variable] : of_log.environ)
            if (variable.value || !leg.environ.count(name)) leg.environ[name] = variable;
    for (const auto& note : of_log.warn) append_once(leg.warn, note);
}

nlohmann::ordered_json log_json(const LogFacts& facts, const Leg& leg) {
    auto document = leg_json(leg);
    document["provider"] =
        facts.provider ? nlohmann::ordered_json(to_string(*facts.provider)) : nlohmann::ordered_json();
    document["interpreter"] =
        facts.interpreter.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(facts.interpreter);
    document["packages"] = nlohmann::ordered_json::array();
    for (const auto& one : facts.packages) document["packages"].push_back(one.line);
    document["packages_complete"] = facts.packages_complete;
    document["pytest_version"] =
        facts.pytest_version.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(facts.pytest_version);
    document["plugins"] = facts.plugins;
    document["rootdir"] = facts.rootdir.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(facts.rootdir);
    return document;
}

}  // namespace testskew::ci
