#include "ci/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "ci/log_lines.hpp"
#include "util/once.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

constexpr size_t most_failing = 5'000, most_script = 2'000;

/// Variables that actions set for themselves, and paths of the runner's own.
bool of_setup_python(const std::string& name, const std::string& value) {
    if (name == "pythonLocation" || name == "Python_ROOT_DIR" || name == "Python2_ROOT_DIR" ||
        name == "Python3_ROOT_DIR")
        return true;
    return (name == "PKG_CONFIG_PATH" || name == "LD_LIBRARY_PATH") &&
           value.find("hostedtoolcache") != std::string::npos;
}

bool is_name(std::string_view text) {
    return !text.empty() && !std::isdigit(static_cast<unsigned char>(text[0])) &&
           std::all_of(text.begin(), text.end(),
                       [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '.' || c == '-'; });
}

/// The place where the version begins in "name-1.2"; npos if there is none.
size_t version_in(const std::string& word) {
    for (size_t dash = word.rfind('-'); dash != std::string::npos && dash > 0; dash = word.rfind('-', dash - 1)) {
        if (dash + 1 < word.size() && std::isdigit(static_cast<unsigned char>(word[dash + 1]))) return dash;
        if (dash == 0) break;
    }
    return std::string::npos;
}

/// The CI below whose folders a rootdir lies.
std::optional<Provider> provider_of(const std::string& rootdir) {
    if (rootdir.starts_with("/home/runner/work/") || rootdir.starts_with("/__w/")) return Provider::github;
    if (rootdir.starts_with("/builds/")) return Provider::gitlab;
    if (rootdir.starts_with("/home/vsts/work/")) return Provider::azure;
    if (rootdir.starts_with("/home/circleci/")) return Provider::circleci;
    return std::nullopt;
}

/// An id of pytest's summary without what follows it: "a.py::test_x[a - b] - assert 0". Brackets may hold " - ", too.
std::string without_reason(const std::string& id) {
    const size_t dash = id.find(" - "), bracket = id.find('[');
    const size_t close = bracket < dash ? id.find("] - ", bracket) : std::string::npos;
    return close != std::string::npos ? id.substr(0, close + 1) : id.substr(0, std::min(dash, id.size()));
}

class LogReader {
public:
    explicit LogReader(std::string label) : label_(std::move(label)) {}

    void line(const LogLine& line, long number) {
        number_ = static_cast<int>(number);
        if (facts_.date.empty()) facts_.date = line.date;
        if (line.part != part_) {  // another step of gh's log
            part_ = line.part;
            state_ = State::other;
        }
        const std::string& text = line.text;
        if (header(text)) return;
        command(text);
        packages(text);
        session(text);
    }

    LogFacts end() {
        if (!facts_.session) {
            facts_.environ = environ_;
            facts_.script = script_;
            facts_.script_origin = origin_;
            if (facts_.python.value.empty()) facts_.python = location_;
        }
        facts_.cut = facts_.session && !ended_;
        if (!facts_.provider) facts_.provider = provider_of(facts_.rootdir);
        if (!facts_.interpreter.empty() && facts_.interpreter.find('/') == std::string::npos)
            facts_.interpreter.clear();
        const bool pytest = std::any_of(facts_.packages.begin(), facts_.packages.end(),
                                        [](const auto& one) { return requirement_name(one.line) == "pytest"; });
        facts_.packages_complete = pytest && !abridged_ && !satisfied_ && (announced_ == 0 || announced_ == installed_);
        if (!in_summary_.empty()) facts_.failing = in_summary_;
        return std::move(facts_);
    }

private:
    enum class State { other, title, environ, azure };

    /// The head of a step: its commands, its shell, its environ. Returns whether the line is a part of it.
    bool header(const std::string& text) {
        const bool group = text.starts_with("##[group]Run ");
        if (group || (text.starts_with("Run ") && state_ == State::other && !facts_.session)) {
            facts_.provider = Provider::github;
            state_ = State::title;
            title_ = text.substr(group ? 13 : 4);
            pending_.clear();
            pending_line_ = number_;
            return true;
        }
        if (text.starts_with("##[section]") || text.starts_with("##[command]")) {
            if (!facts_.provider) facts_.provider = Provider::azure;
            if (text.starts_with("##[command]")) set_script(text.substr(11));
            return true;
        }
        if (text.starts_with("#!/bin/bash -eo pipefail") || text.starts_with("#!/bin/sh -eo pipefail") ||
            text == "Script contents:") {
            facts_.provider = text[0] == '#' ? Provider::circleci : Provider::azure;
            state_ = State::azure;
            pending_.clear();
            pending_line_ = number_ + 1;
            return true;
        }
        if (state_ == State::azure) return plain_script(text);
        if (state_ == State::title) return script_of_title(text);
        if (state_ == State::environ) return variable(text);
        return false;
    }

    bool plain_script(const std::string& text) {
        if (text.empty() || text.starts_with("=====") || text.starts_with("##[") || pending_.size() > most_script) {
            set_script(join(pending_, "\n"));
            state_ = State::other;
            return text.starts_with("=====") && text.find("test session starts") == std::string::npos;
        }
        pending_.push_back(text);
        set_script(join(pending_, "\n"));
        return true;
    }

    bool script_of_title(const std::string& text) {
        const std::string word(trim(text));
        if (word.starts_with("shell:")) {
            // The lines that the web page shows are indented by two blanks.
            const bool indented = std::all_of(pending_.begin(), pending_.end(),
                                              [](const auto& one) { return one.empty() || one.starts_with("  "); });
            for (auto& one : pending_)
                if (indented && one.size() > 1) one.erase(0, 2);
            set_script(pending_.empty() ? title_ : join(pending_, "\n"));
            environ_.clear();
            state_ = State::environ;
            return true;
        }
        if (word == "env:" || word == "with:") {  // an action: it has no commands
            state_ = word == "env:" ? State::environ : State::title;
            if (word == "env:") environ_.clear();
            return true;
        }
        if (text.starts_with("##[endgroup]") || pending_.size() > most_script ||
            text.find("test session starts") != std::string::npos) {
            state_ = State::other;
            return text.starts_with("##[endgroup]");
        }
        pending_.push_back(text);
        return true;
    }

    bool variable(const std::string& text) {
        const std::string word(trim(text));
        if (word == "env:" || word.starts_with("shell:")) return true;
        const size_t colon = word.find(':');
        if (text.starts_with("##[endgroup]") || !text.starts_with(' ') || colon == std::string::npos ||
            !is_name(word.substr(0, colon))) {
            state_ = State::other;
            return text.starts_with("##[endgroup]");
        }
        const std::string name = word.substr(0, colon), value(trim(word.substr(colon + 1)));
        if (name == "pythonLocation") {
            for (const auto& part : split(value, '/'))
                if (part.starts_with("3.") && part.find_first_not_of("0123456789.") == std::string::npos)
                    location_ = {part, {label_, number_}};
        }
        if (of_setup_python(name, value)) return true;
        CiVariable variable;
        variable.origin = {label_, number_};
        if (value.find("***") == std::string::npos)
            variable.value = value;
        else
            variable.why = "a secret, " + value;
        environ_[name] = std::move(variable);
        return true;
    }

    void set_script(const std::string& script) {
        script_ = script;
        origin_ = {label_, pending_line_ ? pending_line_ : number_};
        pending_line_ = 0;
    }

    /// A command that stands in the log by itself: GitLab's "$ pytest", tox's "py311: commands[0]> pytest".
    void command(const std::string& text) {
        if (text.starts_with("$ ") && !facts_.session) {
            set_script(text.substr(2));
            if (!facts_.provider && gitlab_) facts_.provider = Provider::gitlab;
        }
        if (text.find("GitLab") != std::string::npos || text.starts_with("section_start:") ||
            text.find("detached HEAD (ref is") != std::string::npos || text.starts_with("Running with gitlab-runner")) {
            gitlab_ = true;
            if (!facts_.provider) facts_.provider = Provider::gitlab;
        }
        if (const size_t at = text.find(": commands["); at != std::string::npos && at < 60)
            if (const size_t close = text.find("]> ", at); close != std::string::npos) {
                set_script(text.substr(close + 3));
                append_once(facts_.notes, fmt::format("tox's environment {}: its environ is filtered, and the step's "
                                                      "variables do not all reach pytest",
                                                      text.substr(0, at)));
                through_tox_ = true;
            }
        if (text.starts_with("Successfully set up CPython ("))
            location_ = {text.substr(29, text.find(')') - 29), {label_, number_}};
    }

    void add_package(const std::string& name, const std::string& version) {
        if (name.empty() || version.empty() || !std::isdigit(static_cast<unsigned char>(version[0]))) return;
        const std::string normal = normalized_name(name);
        std::erase_if(facts_.packages, [&](const auto& one) { return requirement_name(one.line) == normal; });
        facts_.packages.push_back({normal + "==" + version, "", {label_, number_}});
        ++installed_;
    }

    void packages(const std::string& text) {
        const std::string word(trim(text));
        if (word.starts_with("Successfully installed uv version")) return;
        if (word.starts_with("Successfully installed ")) {
            for (const auto& one : split(word.substr(23), ' ')) {
                if (one == "..." || one == "…") abridged_ = true;
                const size_t dash = version_in(one);
                if (dash != std::string::npos) add_package(one.substr(0, dash), one.substr(dash + 1));
            }
        } else if (word.starts_with("Requirement already satisfied")) {
            satisfied_ = true;
        } else if ((word.starts_with("- Installing ") || word.starts_with("- Updating ") ||
                    word.starts_with("• Installing ")) &&
                   word.ends_with(")")) {
            const auto parts = split(word, ' ');
            std::string version = parts.back().substr(0, parts.back().size() - 1);
            if (version.starts_with('(')) version.erase(0, 1);
            if (parts.size() > 3) add_package(parts[2], version);
        } else if ((text.starts_with(" + ") || word.starts_with("+ ")) && word.find("==") != std::string::npos &&
                   word.find(' ', 2) == std::string::npos) {
            const size_t equals = word.find("==");
            add_package(word.substr(2, equals - 2), word.substr(equals + 2));
        } else if (word.starts_with("Package operations: ")) {
            announced_ = std::atoi(word.c_str() + 20);
            installed_ = 0;
        } else if (const size_t at = text.find(" installed: ");
                   at != std::string::npos && text.find("==", at) != std::string::npos) {
            list(text.substr(at + 12));
        } else if (freeze_ && text.find(": ") != std::string::npos && text.find("==") != std::string::npos) {
            list(text.substr(text.find(": ") + 2));
        }
        freeze_ = text.find(": freeze> ") != std::string::npos;
    }

    /// tox's list: "a==1,b==2".
    void list(const std::string& text) {
        for (const auto& one : split(text, ','))
            if (const size_t equals = one.find("=="); equals != std::string::npos)
                add_package(std::string(trim(one.substr(0, equals))), std::string(trim(one.substr(equals + 2))));
    }

    void session(const std::string& text) {
        if (text.starts_with("=====") && text.find(" test session starts ") != std::string::npos) {
            if (facts_.session) {
                other_ = !facts_.failing.empty() || !in_summary_.empty() || ++sessions_ > 0;
                if (other_)
                    append_once(facts_.notes,
                                std::string("the log has several pytest sessions: the first one is taken"));
                return;
            }
            facts_.session = true;
            facts_.script = script_;
            facts_.script_origin = origin_;
            if (!through_tox_) facts_.environ = environ_;
            return;
        }
        if (!facts_.session || other_) return;
        if (text.starts_with("platform ") && text.find(" -- Python ") != std::string::npos) return platform(text);
        if (text.starts_with("rootdir: ") && facts_.rootdir.empty()) {
            facts_.rootdir =
                text.substr(9, text.find(", ") == std::string::npos ? std::string::npos : text.find(", ") - 9);
        } else if (text.starts_with("plugins: ") && facts_.plugins.empty()) {
            for (const auto& one : split(text.substr(9), ',')) facts_.plugins.emplace_back(trim(one));
        } else if ((text.starts_with("FAILED ") || text.starts_with("ERROR ")) && in_summary_.size() < most_failing) {
            const std::string id = text.substr(text.find(' ') + 1);
            if (id.find(".py") != std::string::npos || id.find("::") != std::string::npos)
                append_once(in_summary_, without_reason(id));
        } else if (const size_t at = std::min(text.find(" FAILED "), text.find(" ERROR "));
                   at != std::string::npos && text.find("::") < at && facts_.failing.size() < most_failing) {
            append_once(facts_.failing, text.substr(0, at));
        }
        if (text.starts_with("====") &&
            (text.find(" passed") != std::string::npos || text.find(" failed") != std::string::npos ||
             text.find(" error") != std::string::npos || text.find("no tests ran") != std::string::npos))
            ended_ = true;
    }

    /// "platform linux -- Python 3.11.14, pytest-7.4.3, pluggy-1.6.0 -- /opt/python".
    void platform(const std::string& text) {
        const size_t at = text.find(" -- Python ") + 11;
        if (!text.starts_with("platform linux"))
            facts_.notes.push_back("the leg ran on " + text.substr(9, text.find(' ', 9) - 9) +
                                   ", which this machine may not be");
        facts_.python = {text.substr(at, text.find(',', at) - at), {label_, number_}};
        if (text.find("[pypy") != std::string::npos) facts_.notes.emplace_back("the leg ran on PyPy");
        if (const size_t version = text.find("pytest-", at); version != std::string::npos)
            facts_.pytest_version = text.substr(version + 7, text.find_first_of(", ", version) - version - 7);
        if (const size_t last = text.rfind(" -- "); last > at) facts_.interpreter = text.substr(last + 4);
    }

    std::string label_, part_, title_, script_;
    Origin origin_;
    State state_ = State::other;
    std::vector<std::string> pending_, in_summary_;
    int pending_line_ = 0, number_ = 0, announced_ = 0, installed_ = 0, sessions_ = 0;
    std::map<std::string, CiVariable> environ_;
    Said location_;
    LogFacts facts_;
    bool abridged_ = false, satisfied_ = false, freeze_ = false, gitlab_ = false, through_tox_ = false, other_ = false,
         ended_ = false;
};

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

}  // namespace

LogFacts read_log(std::istream& log, const std::string& label) {
    LogReader reader(label);
    std::string line;
    long number = 0;
    while (std::getline(log, line)) reader.line(log_line(line), ++number);
    LogFacts facts = reader.end();
    facts.lines = number;
    return facts;
}

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
    leg.requirements = facts.packages_complete ? facts.packages : std::vector<Requirement>{};
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
