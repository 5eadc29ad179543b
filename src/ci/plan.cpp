// The matrix of legs that a project's files ask for.
#include "ci/plan.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "ci/choose.hpp"
#include "profile/ini.hpp"
#include "profile/markers.hpp"
#include "profile/toml.hpp"
#include "util/error.hpp"
#include "util/once.hpp"
#include "util/release.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

constexpr const char* usual_runner = "ubuntu-latest";
constexpr int oldest_minor = 8;  // of the interpreters that the probe runs in

/// What a project declares of Python versions, and the file that does it.
struct DeclaredPythons {
    std::vector<std::string> classifiers;  ///< "3.11"
    std::string range;                     ///< ">=3.9", "^3.9"
    std::string classifiers_from, range_from;
};

void add_classifier(const std::string& classifier, const std::string& file, DeclaredPythons& declared) {
    constexpr std::string_view beginning = "Programming Language :: Python :: 3.";
    const std::string text(trim(classifier));
    if (!text.starts_with(beginning)) return;
    const std::string minor = text.substr(beginning.size());
    if (minor.empty() || minor.size() > 3 || minor.find_first_not_of("0123456789") != std::string::npos) return;
    append_once(declared.classifiers, "3." + minor);
    declared.classifiers_from = file;
}

void set_range(const std::string& range, const std::string& file, DeclaredPythons& declared) {
    if (!declared.range.empty() || trim(range).empty()) return;
    declared.range = trim(range);
    declared.range_from = file;
}

void read_pyproject(const Tree& tree, DeclaredPythons& declared) {
    const char* name = "pyproject.toml";
    const auto text = tree.read(name);
    if (!text) return;
    const profile::Node document = profile::parse_toml(*text, name);
    for (const auto& keys : {std::vector{"project"}, std::vector{"tool", "poetry"}}) {
        const profile::Node* table = &document;
        for (const char* key : keys) table = table ? table->find(key) : nullptr;
        if (!table) continue;
        if (const auto* list = table->find("classifiers"))
            for (const auto& item : list->items) add_classifier(item.text, name, declared);
        if (const auto* range = table->find("requires-python")) set_range(range->text, name, declared);
        if (const auto* range = table->find({"dependencies", "python"})) set_range(range->text, name, declared);
    }
}

void read_setup_cfg(const Tree& tree, DeclaredPythons& declared) {
    const char* name = "setup.cfg";
    const auto text = tree.read(name);
    if (!text) return;
    for (const char* key : {"classifiers", "classifier"})
        for (const auto& line : profile::ini_values(*text, "metadata", key)) add_classifier(line, name, declared);
    set_range(join(profile::ini_values(*text, "options", "python_requires"), ","), name, declared);
}

/// The strings of setup.py are read where they stand alone on a line; nothing of it is run.
void read_setup_py(const Tree& tree, DeclaredPythons& declared) {
    const char* name = "setup.py";
    const auto text = tree.read(name);
    if (!text) return;
    const auto quoted = [](std::string_view line) {
        const auto open = line.find_first_of("\"'");
        const auto close = open == std::string_view::npos ? open : line.find(line[open], open + 1);
        return close == std::string_view::npos ? std::string() : std::string(line.substr(open + 1, close - open - 1));
    };
    for (const auto& whole : split(*text, '\n')) {
        const std::string_view line = trim(whole);
        if (line.starts_with("#")) continue;
        if (line.find(":: Python ::") != std::string_view::npos) add_classifier(quoted(line), name, declared);
        if (line.starts_with("python_requires")) set_range(quoted(line), name, declared);
    }
}

bool in_range(const std::string& minor, const std::string& range) {
    // "<=3.12" holds for 3.12 itself, ">=3.9.2" for its later patch releases.
    return profile::version_satisfies(minor, range) || profile::version_satisfies(minor + ".99", range);
}

std::vector<std::string> released_pythons() {
    std::vector<std::string> result;
    const long newest = release_numbers(newest_release).at(1);
    for (long minor = oldest_minor; minor <= newest; ++minor) result.push_back("3." + std::to_string(minor));
    return result;
}

void add_version(const std::string& version, Plan& plan) {
    const auto numbers = release_numbers(version);
    if (numbers.size() > 1 && numbers[1] < oldest_minor)
        plan.notes.push_back(
            fmt::format("{} is left out: legs are recorded on Python 3.{} and later", version, oldest_minor));
    else
        plan.legs.push_back({"py" + version, version, usual_runner, ""});
}

}  // namespace

Plan plan_of_workflow(const Tree& tree) {
    Plan plan;
    std::set<std::string> used;
    int elsewhere = 0, unnamed = 0;
    for (const Leg& leg : testing_legs(tree, plan.notes)) {
        plan.from = leg.workflow;
        const std::string python = version_of(leg);
        if (!on_linux(leg)) ++elsewhere;
        if (on_linux(leg) && python.empty()) ++unnamed;
        if (!on_linux(leg) || python.empty()) continue;
        const std::string os =
            leg.runner.empty() || leg.runner.find(',') != std::string::npos ? usual_runner : leg.runner;
        if (os != leg.runner && leg.provider == Provider::github)
            append_once(plan.notes, fmt::format("{} stands for the runner of {}{}", usual_runner, leg.job,
                                                leg.runner.empty() ? ", which only a run knows" : ": " + leg.runner));
        const bool number = python[0] >= '0' && python[0] <= '9';
        std::string name = (number ? "py" : "") + python + (os == usual_runner ? "" : "-" + os);
        if (used.insert(name).second) plan.legs.push_back({name, python, os, ""});
    }
    if (unnamed)
        plan.notes.push_back(fmt::format("{} left out of {}: the file names no version of Python for {}",
                                         count_of(unnamed, "leg is", "legs are"), plan.from,
                                         unnamed == 1 ? "it" : "them"));
    if (elsewhere)
        plan.notes.push_back(fmt::format("{} left out of {}: testskew runs on Linux",
                                         count_of(elsewhere, "leg is", "legs are"), plan.from));
    return plan;
}

Plan plan_of_project(const Tree& tree) {
    DeclaredPythons declared;
    read_pyproject(tree, declared);
    read_setup_cfg(tree, declared);
    read_setup_py(tree, declared);
    Plan plan;
    auto versions = declared.classifiers;
    if (!versions.empty()) plan.from = "the classifiers of " + declared.classifiers_from;
    if (versions.empty() && !declared.range.empty()) {
        versions = released_pythons();
        plan.from = fmt::format("what {} allows: {}", declared.range_from, declared.range);
    }
    if (versions.empty()) return plan_of_workflow(tree);
    std::sort(versions.begin(), versions.end(),
              [](const auto& a, const auto& b) { return compare_versions(a, b) < 0; });
    for (const std::string& version : versions)
        if (declared.range.empty() || in_range(version, declared.range)) add_version(version, plan);
    return plan;
}

nlohmann::ordered_json matrix_json(const Plan& plan) {
    nlohmann::ordered_json legs = nlohmann::ordered_json::array();
    for (const PlannedLeg& leg : plan.legs) {
        nlohmann::ordered_json one = {{"leg", leg.name}, {"python-version", leg.python}, {"os", leg.os}};
        if (!leg.profile.empty()) one["profile"] = leg.profile;
        legs.push_back(one);
    }
    return {{"include", legs}};
}

}  // namespace testskew::ci
