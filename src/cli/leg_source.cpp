#include "cli/leg_source.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>

#include "ci/junit.hpp"
#include "ci/log.hpp"
#include "profile/in_use.hpp"
#include "profile/profile.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/once.hpp"
#include "util/recording_name.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace fs = std::filesystem;
namespace {

bool is_yaml(const std::string& path) { return path.ends_with(".yml") || path.ends_with(".yaml"); }

ci::LogFacts facts_of(const std::string& file) {
    if (!fs::exists(file)) throw Error(fmt::format("{}: there is no such log", printable(file)));
    if (fs::is_directory(file)) throw Error(fmt::format("{}: this is a folder, and no log", printable(file)));
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw Error(fmt::format("{}: this log cannot be read", printable(file)));
    auto facts = ci::read_log(stream, fs::path(file).filename().string());
    if (facts.lines == 0) throw Error(fmt::format("{}: this log is empty", printable(file)));
    if (!facts.session && facts.script.empty() && facts.python.value.empty())
        throw Error(
            fmt::format("{}: this is no log of a CI job that ran pytest: neither a step nor a test session is in it",
                        printable(file)));
    return facts;
}

/// The `python` of the profile local: the environment in use. The Python on PATH belongs to the system in most cases,
/// so of that one only the interpreter is taken, without what is installed in it.
void add_local(const std::string& root, ci::TomlFacts& facts) {
    const auto used = profile::environment_in_use(root);
    if (!used) {
        facts.local_origin = "the Python on PATH: no environment is in use here";
        return;
    }
    const std::string relative = used->python.lexically_relative(root).string();
    facts.local = relative.empty() || relative.starts_with("..") ? used->python.string() : relative;
    facts.local_installed = used->installed;
    facts.local_origin = "in use here: " + used->how;
}

/// The leg that was asked for; else, with a log, the one of the log's Python.
ci::LegChoice chosen(const ci::Tree& tree, ci::LegRequest request, const std::optional<ci::LogFacts>& facts) {
    const auto numbers = split(facts ? facts->python.value : "", '.');
    if (!request.wanted.empty() || numbers.size() < 2) return ci::choose_leg(tree, request);
    try {
        ci::LegRequest same = request;
        same.wanted["py"] = numbers[0] + "." + numbers[1];
        ci::LegChoice choice = ci::choose_leg(tree, same);
        choice.why = "the leg of the log's Python";
        return choice;
    } catch (const Error&) {
        return ci::choose_leg(tree, request);
    }
}

/// testskew.toml of a recording: it says all of a leg, so that no file of the CI is read.
LegSource recorded(const std::string& file, const fs::path& here) {
    LegSource source;
    const profile::Project project = profile::find_project(here);
    source.root = project.root.string();
    ci::TomlFacts toml;
    add_local(source.root, toml);
    const std::string name = fs::path(file).filename().string();
    source.choice.why = "the recording says all of the leg";
    source.choice.leg.workflow = name;
    source.toml = fmt::format("# Made by testskew init from the recording {}\n", printable(name)) +
                  ci::profile_table(profile::show(project, file, here), "ci") + ci::local_table(toml) + "\n";
    return source;
}

}  // namespace

LegSource leg_source(const LegAsk& ask) {
    LegSource source;
    const fs::path here = ask.from.empty() ? fs::current_path() : ask.from;
    std::string log = ask.log, file;
    if (!ask.source.empty()) {
        const RecordingName recording = recording_name(ask.source);
        if (!is_file(recording.names_one() ? recording.path : ask.source))
            throw Error(fmt::format("{}: there is no such file", printable(ask.source)));
        if (recording.names_one()) return recorded(ask.source, here);
        (is_yaml(ask.source) ? file : log) = ask.source;
    }
    source.root = ci::ci_root(here.string());
    if (source.root.empty()) source.root = profile::find_project(here).root.string();
    const ci::Tree tree{source.root};
    ci::LegRequest request;
    request.wanted = ci::leg_pairs(ask.leg);
    if (!file.empty()) {
        request.file = fs::weakly_canonical(file).lexically_relative(fs::weakly_canonical(source.root)).string();
        if (request.file.empty() || request.file.starts_with(".."))
            throw Error(fmt::format("{}: a workflow is read together with its project: start testskew in the project",
                                    printable(file)));
    }
    std::optional<ci::LogFacts> facts;
    if (!log.empty()) facts = facts_of(log);
    const bool files = !request.file.empty() || !ci::ci_files(tree).empty();
    if (files || !facts) source.choice = chosen(tree, request, facts);
    if (facts) {
        const std::string label = fs::path(log).filename().string();
        const ci::Leg of_log = ci::leg_of_log(*facts, tree, label);
        if (files) {
            ci::lay_over(*facts, of_log, source.choice.leg);
            source.choice.why += ", and the log " + label;
        } else {
            source.choice.leg = of_log;
            source.choice.why = "the log alone: there is no CI configuration here";
        }
        source.failing = facts->failing;
        source.log = ci::log_json(*facts, of_log);
    }
    if (!ask.junit.empty()) source.failing = ci::failing_in_junit(ask.junit, source.root);
    ci::TomlFacts toml;
    toml.chosen = source.choice.why;
    std::error_code error;
    toml.git = fs::exists(fs::path(source.root) / ".git", error);
    toml.failing = source.failing;
    if (toml.failing.size() > 50) toml.failing.resize(50);
    add_local(source.root, toml);
    source.toml = ci::leg_toml(source.choice.leg, toml);
    return source;
}

}  // namespace testskew::cli
