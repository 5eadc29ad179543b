#include "ci/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "ci/log_lines.hpp"
#include "ci/log_packages.hpp"
#include "ci/log_session.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

constexpr size_t most_script = 2'000;

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

/// The CI below whose folders a rootdir lies.
std::optional<Provider> provider_of(const std::string& rootdir) {
    if (rootdir.starts_with("/home/runner/work/") || rootdir.starts_with("/__w/")) return Provider::github;
    if (rootdir.starts_with("/builds/")) return Provider::gitlab;
    if (rootdir.starts_with("/home/vsts/work/")) return Provider::azure;
    if (rootdir.starts_with("/home/circleci/")) return Provider::circleci;
    return std::nullopt;
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
        content(text);
    }

    LogFacts end() {
        if (state_ == State::title) give_back(pending_.size());
        if (!facts_.session) {
            facts_.environ = environ_;
            facts_.script = script_;
            facts_.script_origin = origin_;
            if (facts_.python.value.empty()) facts_.python = location_;
        }
        session_.end();
        if (!facts_.provider) facts_.provider = provider_of(facts_.rootdir);
        if (!facts_.interpreter.empty() && facts_.interpreter.find('/') == std::string::npos)
            facts_.interpreter.clear();
        facts_.packages_complete = packages_.complete();
        facts_.packages = packages_.take();
        return std::move(facts_);
    }

private:
    enum class State { other, title, inputs, environ, azure };

    /// A line that is not the head of a step.
    void content(const std::string& text) {
        command(text);
        if (!facts_.session) packages_.line(text, {label_, number_});  // what is installed later did not reach pytest
        if (!session_.line(text, {label_, number_})) return;
        facts_.script = script_;
        facts_.script_origin = origin_;
        if (!facts_.through_tox) facts_.environ = environ_;
    }

    /// The head of a step: its commands, its shell, its environ. Returns whether the line is a part of it.
    bool header(const std::string& text) {
        const bool group = text.starts_with("##[group]Run ");
        if (group || (text.starts_with("Run ") && state_ == State::other && !facts_.session)) {
            if (group) facts_.provider = Provider::github;  // else "Run " may be a word of the output
            group_ = group;
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
        if (state_ == State::inputs) return input(text);
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
        if (word.starts_with("shell:") || word == "env:" || word == "with:") {
            begin_at_last_title();
            facts_.provider = Provider::github;
        }
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
            state_ = word == "env:" ? State::environ : State::inputs;
            if (word == "env:") environ_.clear();
            return true;
        }
        if (text.starts_with("##[endgroup]") || pending_.size() > most_script ||
            text.find("test session starts") != std::string::npos) {
            state_ = State::other;
            give_back(pending_.size());
            return text.starts_with("##[endgroup]");
        }
        pending_.push_back(text);
        return true;
    }

    /// What looked like a title, and was followed by no shell, was a line of the output; so were those after it.
    void give_back(size_t count) {
        const int number = number_;
        const auto lines = std::exchange(pending_, {});
        for (size_t i = 0; i < count && !group_; ++i) {
            number_ = pending_line_ + 1 + static_cast<int>(i);
            content(lines[i]);
        }
        pending_.assign(lines.begin() + static_cast<long>(count), lines.end());
        number_ = number;
    }

    /// On the web page a title is "Run ..." as well: the last one before a shell is that of the step.
    void begin_at_last_title() {
        if (group_) return;
        for (size_t i = pending_.size(); i > 0; --i)
            if (pending_[i - 1].starts_with("Run ")) {
                title_ = pending_[i - 1].substr(4);
                const int line = pending_line_ + static_cast<int>(i);
                give_back(i);
                pending_line_ = line;
                return;
            }
    }

    /// What an action was given with `with:`.
    bool input(const std::string& text) {
        if (trim(text) == "env:") {
            environ_.clear();
            state_ = State::environ;
            return true;
        }
        if (text.starts_with("##[endgroup]") || (!group_ && !text.starts_with(' '))) {
            state_ = State::other;
            return text.starts_with("##[endgroup]") || header(text);
        }
        return true;
    }

    bool variable(const std::string& text) {
        const std::string word(trim(text));
        if (word == "env:" || word.starts_with("shell:")) return true;
        const size_t colon = word.find(':');
        if (text.starts_with("##[endgroup]")) {
            state_ = State::other;
            return true;
        }
        if (text.find("test session starts") != std::string::npos) {  // the log has no end of this head
            state_ = State::other;
            return false;
        }
        if (!text.starts_with(' ') || (group_ && text.starts_with("   ")) || colon == std::string::npos ||
            !is_name(word.substr(0, colon))) {
            if (!group_) {
                state_ = State::other;
                return header(text);
            }
            if (const auto last = environ_.find(last_variable_); last != environ_.end()) {
                last->second.value.reset();
                last->second.why = "a value of several lines";
            }
            return true;
        }
        const std::string name = word.substr(0, colon), value(trim(word.substr(colon + 1)));
        last_variable_ = name;
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
        if (facts_.session) return;  // what tests print is none of it
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
                facts_.through_tox = true;
            }
        if (text.starts_with("Successfully set up CPython ("))
            location_ = {text.substr(29, text.find(')') - 29), {label_, number_}};
    }

    std::string label_, part_, title_, script_, last_variable_;
    Origin origin_;
    State state_ = State::other;
    std::vector<std::string> pending_;
    int pending_line_ = 0, number_ = 0;
    std::map<std::string, CiVariable> environ_;
    Said location_;
    LogFacts facts_;
    LogPackages packages_;
    LogSession session_{facts_};
    bool gitlab_ = false;
    bool group_ = false;  ///< the head of a step ends with ##[endgroup]
};

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

}  // namespace testskew::ci
