// The files of CIs, with the shell scripts and Makefiles that they lead to, and logs and JUnit files.
#include <nlohmann/json.hpp>
#include <sstream>

#include "ci/choose.hpp"
#include "ci/junit.hpp"
#include "ci/leg.hpp"
#include "ci/leg_toml.hpp"
#include "ci/log.hpp"
#include "ci/makefile.hpp"
#include "ci/plan.hpp"
#include "ci/shell.hpp"
#include "place.hpp"
#include "session/junit.hpp"
#include "targets.hpp"

namespace testskew::fuzz {
namespace {

using nlohmann::json;

/// As the program writes JSON of others' files.
std::string shown(const nlohmann::ordered_json& document) {
    return document.dump(2, ' ', false, json::error_handler_t::replace);
}

void read_workflow(const std::string& name, const std::string& text) {
    written(name, text);
    const ci::Tree tree{project_folder().string()};
    const ci::LegChoice choice = ci::choose_leg(tree, {name, {}});
    shown(ci::leg_json(choice.leg));
    ci::leg_toml(choice.leg, {});
    ci::leg_words(choice.leg);
}

}  // namespace

void github(const std::string& text) { read_workflow(".github/workflows/ci.yml", text); }
void gitlab(const std::string& text) { read_workflow(".gitlab-ci.yml", text); }
void circleci(const std::string& text) { read_workflow(".circleci/config.yml", text); }
void azure(const std::string& text) { read_workflow("azure-pipelines.yml", text); }

void makefile(const std::string& text) {
    const ci::Makefile file(text, {{"ARGS", "-q"}}, [](const std::string& name) -> std::optional<std::string> {
        return name == "HOME" ? std::optional<std::string>() : "";
    });
    for (const char* name : {"", "test", "all"})
        if (const auto* target = file.target(name))
            for (const auto& line : target->lines) file.expanded(line.text, name);
}

void shell(const std::string& text) {
    const auto lookup = [](const std::string& name) -> std::optional<std::string> {
        return name == "HOME" ? std::optional<std::string>() : name == "CI" ? "true" : "";
    };
    for (const auto& command : ci::shell_commands(text, {lookup, {"a", "b c"}, 0, {}})) command.argv();
}

void ci_log(const std::string& text) {
    std::istringstream stream(text);
    const ci::LogFacts facts = ci::read_log(stream, "job.log");
    const ci::Tree tree{project_folder().string()};
    const ci::Leg leg = ci::leg_of_log(facts, tree, "job.log");
    shown(ci::log_json(facts, leg));
    ci::Leg other;
    ci::lay_over(facts, leg, other);
    ci::leg_toml(other, {});
}

void junit(const std::string& text) {
    session::junit_records(session::read_junit(text));
    ci::failing_in_junit(written("junit.xml", text).string(), project_folder().string());
}

}  // namespace testskew::fuzz
