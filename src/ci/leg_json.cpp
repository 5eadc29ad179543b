#include <fmt/format.h>

#include "ci/job.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

using Json = nlohmann::ordered_json;

Json pytest_json(const PytestCall& call) {
    return {{"invocation", call.invocation},
            {"options", call.options},
            {"targets", call.targets},
            {"origin", call.origin.text()}};
}

const char* word_of(ProjectAs project) {
    switch (project) {
        case ProjectAs::absent: return "virtual";
        case ProjectAs::editable: return "editable";
        case ProjectAs::wheel: return "wheel";
        case ProjectAs::not_installed: return "not installed";
    }
    return "";
}

/// The parts of a leg that say how its packages come about.
void add_packages(const Leg& leg, Json& document, Json& origins) {
    document["requirements"] = Json::array();
    Json perhaps = Json::array();
    for (const auto& one : leg.requirements) {
        if (!one.condition.empty()) {
            perhaps.push_back(one.line);
            continue;
        }
        document["requirements"].push_back(one.line);
        origins["requirements"].push_back(one.origin.text());
    }
    document["perhaps_required"] = perhaps;
    document["pip_options"] = leg.pip_options;
    document["upgraded"] = leg.upgraded;
    document["lock"] = nullptr;
    if (leg.lock) {
        document["lock"] = {{"file", leg.lock->file},
                            {"tool", leg.lock->tool},
                            {"groups", leg.lock->groups},
                            {"extras", leg.lock->extras},
                            {"project", word_of(leg.lock->project)}};
        origins["lock"] = leg.lock->origin.text();
    }
    document["tox"] = nullptr;
    if (leg.tox) {
        Json set = Json::object();
        for (const auto& [name, value] : leg.tox->set_env) set[name] = value;
        document["tox"] = {
            {"env", leg.tox->environment}, {"file", leg.tox->file}, {"pass_env", leg.tox->pass_env}, {"set_env", set}};
    }
}

std::string service_text(const Service& service) {
    if (!service.host.empty()) return fmt::format("{} (host {})", service.image, service.host);
    return service.ports.empty() ? service.image : service.image + " on " + join(service.ports, ", ");
}

}  // namespace

const char* to_string(Provider provider) {
    switch (provider) {
        case Provider::github: return "github";
        case Provider::gitlab: return "gitlab";
        case Provider::circleci: return "circleci";
        case Provider::azure: return "azure";
    }
    return "";
}

std::string Origin::text() const { return line > 0 ? fmt::format("{}:{}", file, line) : file; }

std::string axes_text(const Axes& axes) {
    std::vector<std::string> parts;
    for (const auto& [name, value] : axes)
        parts.push_back(name + "=" +
                        (value.is_structured() ? value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                                               : text_of(value)));
    return join(parts, ", ");
}

Json leg_json(const Leg& leg) {
    Json document, origins = Json::object();
    document["provider"] = to_string(leg.provider);
    document["workflow"] = leg.workflow;
    document["job"] = leg.job;
    document["leg"] = Json::object();
    for (const auto& [name, value] : leg.axes)
        document["leg"][name] = value.is_structured() ? Json(value) : Json(text_of(value));
    document["runner"] = leg.runner;
    document["python"] = leg.python.value.empty() ? Json() : Json(leg.python.value);
    document["python_source"] = leg.python_source;
    origins["python"] = leg.python.origin.text();
    add_packages(leg, document, origins);
    document["environ"] = Json::object();
    for (const auto& [name, variable] : leg.environ) {
        document["environ"][name] = variable.value ? Json(*variable.value) : Json();
        origins["environ." + name] = variable.origin.text();
    }
    document["environ_not_reaching_pytest"] = leg.not_reaching;
    document["pytest"] = leg.pytest ? pytest_json(*leg.pytest) : Json();
    document["more_pytest"] = Json::array();
    for (const auto& call : leg.more_pytest) document["more_pytest"].push_back(pytest_json(call));
    document["cwd"] = leg.cwd.value;
    document["setup"] = Json::array();
    for (const auto& one : leg.setup) document["setup"].push_back(one.value);
    document["git_depth"] = leg.git_depth ? Json(*leg.git_depth) : Json();
    document["services"] = Json::array();
    for (const auto& service : leg.services) document["services"].push_back(service_text(service));
    document["os_packages"] = leg.os_packages;
    document["container"] = leg.container.empty() ? Json() : Json(leg.container);
    document["root"] = leg.root;
    document["not_knowable"] = leg.not_knowable;
    document["warn"] = leg.warn;
    document["origins"] = origins;
    return document;
}

}  // namespace testskew::ci
