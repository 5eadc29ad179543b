#include "compare/leg_facts.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string_view>

#include "compare/noise.hpp"
#include "model/lookup.hpp"
#include "util/text.hpp"

namespace testskew::compare {
namespace {

/// Variables that say which run of a CI this is, or what its leg is called: true of one leg, and no reason for
/// anything. That they are there may be one.
bool names_the_run(const std::string& name) {
    static const std::set<std::string_view> names = {
        "HOSTNAME",        "INVOCATION_ID",    "JOURNAL_STREAM",   "TOX_ENV_NAME",
        "TOX_ENV_DIR",     "TOX_WORK_DIR",     "TOX_PACKAGE",      "NOX_CURRENT_SESSION",
        "COVERAGE_FILE",   "ImageVersion",     "RUNNER_NAME",      "RUNNER_TRACKING_ID",
        "CI_LEG",          "pythonLocation",   "PKG_CONFIG_PATH",  "LD_LIBRARY_PATH",
        "Python_ROOT_DIR", "Python2_ROOT_DIR", "Python3_ROOT_DIR", "UV_PYTHON",
        "CONDA_PREFIX",    "PYTHONPATH"};
    static constexpr std::array<std::string_view, 8> beginnings = {"GITHUB_", "CI_",    "GITLAB_", "CIRCLE_",
                                                                   "BUILD_",  "AGENT_", "SYSTEM_", "ACTIONS_"};
    return names.count(name) > 0 || std::any_of(beginnings.begin(), beginnings.end(),
                                                [&](std::string_view one) { return name.starts_with(one); });
}

/// Facts of a session's surroundings that a leg has on every machine. All others belong to the machine.
bool of_every_machine(const std::string& name) {
    static const std::set<std::string_view> names = {"timezone",  "locale",   "encoding", "fs_encoding", "out_encoding",
                                                     "utf8_mode", "optimize", "dev_mode", "gil",         "system",
                                                     "arch",      "umask",    "folder",   "python.from"};
    return names.count(name) > 0;
}

/// Places of one environment or checkout.
bool is_place(const std::string& name) { return name == "prefix" || name == "project" || name == "path_length"; }

/// Options that say where a report or a temporary folder goes, which is another place in each leg.
bool names_a_place(const std::string& word) {
    static constexpr std::array<std::string_view, 9> beginnings = {"--basetemp",   "--junitxml",   "--junit-xml",
                                                                   "--cov-report", "--html",       "--report-log",
                                                                   "--rootdir",    "--cov-config", "--junit-prefix"};
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view one) { return word.starts_with(one); });
}

/// What pytest was called with.
std::vector<std::string> arguments_of(const Recording& recording) {
    std::vector<std::string> words;
    const auto is_pytest = [](const std::string& word) {
        const std::string name = std::filesystem::path(word).filename().string();
        return name == "pytest" || name == "py.test";
    };
    const auto call = std::find_if(recording.argv.begin(), recording.argv.end(), is_pytest);
    if (!recording.selection.options.empty() || !recording.selection.targets.empty()) {
        words = recording.selection.options;
        words.insert(words.end(), recording.selection.targets.begin(), recording.selection.targets.end());
    } else if (call != recording.argv.end()) {
        words.assign(call + 1, recording.argv.end());
        // Where Python does not keep the command line (before 3.10), the probe's own folder stands before it.
        if (words.size() > 1 && words[0].ends_with("/sessions/direct") && words[1] == "--")
            words.erase(words.begin(), words.begin() + 2);
    }
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!names_a_place(words[i]))
            kept.push_back(words[i]);
        else if (words[i].find('=') == std::string::npos)
            ++i;  // its value is the next word
    }
    return kept;
}

class Facts {
public:
    explicit Facts(const Recording& recording) : recording_(recording) {}

    std::vector<LegFact> all() {
        interpreter();
        for (const auto& [name, version] : recording_.distributions)
            facts_.push_back({Factor::packages, name, version, {}, FactKind::release, true});
        variables();
        word(Factor::selection, "arguments", shell_command(arguments_of(recording_)));
        word(Factor::selection, "workers", fact("workers"));
        word(Factor::selection, "config file", fact("inifile"));
        word(Factor::files, "files", to_string(recording_.files), false);
        for (const char* name : {"git.depth", "git.shallow", "git.tags", "git.dirty", "git.detached"})
            word(Factor::files, name, fact(name), false);
        host();
        return std::move(facts_);
    }

private:
    std::string fact(const std::string& name) const { return fact_of(recording_, name); }
    void word(Factor factor, const std::string& name, std::string value, bool identity = true) {
        if (!value.empty()) facts_.push_back({factor, name, std::move(value), {}, FactKind::word, identity});
    }
    void interpreter() {
        const Interpreter& python = recording_.interpreter;
        const std::string& version = python_version_of(recording_);
        if (version.empty()) return;
        facts_.push_back({Factor::interpreter, "python", version, {}, FactKind::release, true});
        word(Factor::interpreter, "implementation", python.implementation);
        word(Factor::interpreter, "free-threaded", python.free_threaded ? "yes" : "no");
        word(Factor::interpreter, "debug build", python.debug ? "yes" : "no");
    }
    void variables() {
        for (const auto& [name, digest] : recording_.environ) {
            if (noisy_variable(name) || name == "PATH") continue;
            const auto value = recording_.values.find(name);
            if (names_the_run(name))
                facts_.push_back({Factor::environ, name, {}, {}, FactKind::digest, true});
            else if (value != recording_.values.end())
                facts_.push_back({Factor::environ, name, value->second, digest, FactKind::word, true});
            else
                facts_.push_back({Factor::environ, name, {}, digest, FactKind::digest, true});
        }
    }
    void host() {
        word(Factor::host, "os", fact("os"));
        const Interpreter& python = recording_.interpreter;
        word(Factor::host, "platform", python.platform.empty() ? fact("platform") : python.platform);
        word(Factor::host, "libc", python.libc.empty() ? fact("libc") : python.libc);
        for (const auto& [name, value] : recording_.facts)
            if (!placed_fact(name) && !is_place(name)) word(Factor::host, name, value, of_every_machine(name));
    }

    const Recording& recording_;
    std::vector<LegFact> facts_;
};

}  // namespace

std::vector<LegFact> leg_facts(const Recording& recording) { return Facts(recording).all(); }

}  // namespace testskew::compare
