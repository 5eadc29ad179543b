// The steps of a job, one after the other.
#include "ci/walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "ci/github_context.hpp"
#include "profile/toml.hpp"
#include "util/files.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace fs = std::filesystem;
namespace {

constexpr int most_followed = 1'000;  // commands, targets, tasks and scripts of a leg

}  // namespace

std::optional<std::string> Tree::read(const std::string& relative) const {
    if (relative.empty() || relative.find('\0') != std::string::npos) return std::nullopt;
    const std::string clean = fs::path(relative).lexically_normal().string();
    if (clean.starts_with("..") || clean.starts_with('/')) return std::nullopt;  // nothing outside of the project
    return is_file(fs::path(root) / clean) ? read_file(fs::path(root) / clean) : std::nullopt;
}

bool Tree::has(const std::string& relative) const {
    std::error_code error;
    return !relative.empty() && relative.find('\0') == std::string::npos &&
           fs::exists(fs::path(root) / relative, error);
}

std::optional<std::string> runner_variable(const std::map<std::string, CiVariable>& environ, const std::string& name) {
    if (const auto found = environ.find(name); found != environ.end()) return found->second.value;
    if (name == "RUNNER_OS") return "Linux";
    if (name == "CI" || name == "GITHUB_ACTIONS") return "true";
    if (name == "GITHUB_WORKSPACE" || name == "CI_PROJECT_DIR") return ".";
    static const std::vector<std::string> set_by_runner = {"GITHUB_", "RUNNER_", "CI_",   "CIRCLE_",
                                                           "BUILD_",  "SYSTEM_", "AGENT_"};
    for (const auto& prefix : set_by_runner)
        if (name.starts_with(prefix)) return std::nullopt;
    for (const char* one : {"HOME", "PATH", "USER", "PWD", "SHELL", "CONDA", "CONDA_PREFIX", "VIRTUAL_ENV", "RANDOM",
                            "HOSTNAME", "pythonLocation", "LANG", "BASH_ENV", "TMPDIR"})
        if (name == one) return std::nullopt;
    return "";
}

std::string python_of_image(const std::string& whole) {
    const std::string image = whole.substr(0, whole.find('@'));  // a digest follows the tag
    const size_t colon = image.rfind(':');
    if (colon == std::string::npos || image.find('/', colon) != std::string::npos) return {};
    const std::string name = image.substr(0, colon);
    if (name != "python" && !name.ends_with("/python")) return {};
    std::string version = image.substr(colon + 1);
    version = version.substr(0, version.find('-'));
    const bool numbers = version.starts_with("3.") && version.find_first_not_of("0123456789.") == std::string::npos;
    return numbers ? version : std::string();
}

std::optional<profile::Node> pyproject_of(const Tree& tree, const std::string& folder) {
    const auto text = tree.read((fs::path(folder) / "pyproject.toml").string());
    return text ? std::optional(profile::parse_toml(*text, "pyproject.toml")) : std::nullopt;
}

void Here::set(const std::string& name, const std::string& word) {
    const bool gap = word.find_first_of("$`") != std::string::npos || word.find("{{") != std::string::npos;
    environ[name] = {gap ? std::nullopt : std::optional(word), gap ? word : "", origin};
}

Walk::Walk(const Job& job, const Tree& tree) : job_(job), tree_(tree), environ_(job.environ) {
    leg_.provider = job.provider;
    leg_.workflow = job.workflow;
    leg_.job = job.name;
    leg_.axes = job.axes;
    leg_.runner = job.runner;
    leg_.may_fail = job.may_fail;
    leg_.services = job.services;
    leg_.container = job.container;
    leg_.not_knowable = job.not_knowable;
    leg_.warn = job.notes;
    python_ = job.image_python;
    if (!python_.value.empty()) python_source_ = "the image " + job.container;
    if (job.provider == Provider::circleci) leg_.git_depth = 0;
}

Leg Walk::leg() {
    for (const auto& one : job_.steps) step(one);
    finish();
    return std::move(leg_);
}

std::string Walk::path(const Here& here, const std::string& relative) const {
    if (relative.starts_with('/')) return relative;
    std::string result = (fs::path(here.cwd) / relative).lexically_normal().string();
    while (result.size() > 1 && result.ends_with('/')) result.pop_back();
    return result == "." ? "" : result;
}

/// Whether so many commands were followed that something must call itself again and again.
bool Walk::enough() {
    if (++followed_ == most_followed) once(leg_.not_knowable, "the end of this job: it has too many commands");
    return followed_ >= most_followed;
}

/// Nobody reads thousands of lines, and each is looked for among all.
void Walk::once(std::vector<std::string>& list, const std::string& text) const {
    constexpr size_t most = 500;
    if (list.size() < most) append_once(list, text);
    if (list.size() == most) list.emplace_back("and more, which is not told");
}

Here Walk::start() const {
    Here here;
    here.environ = environ_;
    here.python = python_;
    here.python_source = python_source_;
    here.root = job_.root;
    return here;
}

void Walk::step(const Step& step) {
    if (!step.action.empty()) return action(step);
    Here here = start();
    for (const auto& [name, variable] : step.environ) here.environ[name] = variable;
    here.cwd = step.cwd;
    here.origin = step.origin;
    here.packages = &system_;
    here.condition = step.condition;
    open_environ_ = !github_env_.unread().empty();
    const std::string shell = step.shell.substr(0, step.shell.find(' '));
    if (shell == "pwsh" || shell == "powershell" || shell == "cmd" || shell == "python") {
        if (!reached_) once(leg_.warn, fmt::format("{}: a step in {} is not read", step.origin.text(), shell));
        return;
    }
    if (step.shell.find(" -l") != std::string::npos && !reached_)
        once(leg_.warn, "a login shell (" + step.shell + "): what it sets is not in the files");
    script(step.script, step.literal, here, step.lines);
}

void Walk::script(const std::string& text, bool literal, Here& here, const std::vector<Origin>& lines) {
    if (here.depth > 12 || enough()) return;
    ShellScope scope;
    scope.lookup = [this, &here](const std::string& name) { return variable(here, name); };
    scope.arguments = here.arguments;
    scope.exists = [this, &here](const std::string& name) -> std::optional<bool> {
        if (tree_.has(path(here, name))) return true;
        // What an earlier command may have made is not known; what nobody made is not in a fresh checkout.
        const std::string first = name.substr(0, name.find('/'));
        if (name.starts_with('/') || name.find_first_of("*$~") != std::string::npos || made_.count(first))
            return std::nullopt;
        return false;
    };
    const Origin first = here.origin;
    const std::string before = here.cwd;
    // The folders before a subshell, and before a part of the script that may not be run.
    std::vector<std::string> cwds;
    std::vector<std::pair<std::string, std::string>> parts;
    const std::string unique = fmt::format("{}{}:", here.condition, followed_);
    for (const auto& one : shell_commands(text, scope)) {
        if (followed_ >= most_followed) break;
        while (!parts.empty() && !one.condition.starts_with(parts.back().first)) {
            here.cwd = parts.back().second;
            parts.pop_back();
        }
        here.origin = {first.file, literal && first.line ? first.line + one.line : first.line};
        if (static_cast<size_t>(one.line) < lines.size()) here.origin = lines[static_cast<size_t>(one.line)];
        if (one.words.size() == 1 && one.words[0].text == "(") {
            cwds.push_back(here.cwd);
        } else if (one.words.size() == 1 && one.words[0].text == ")") {
            if (!cwds.empty()) {
                here.cwd = cwds.back();
                cwds.pop_back();
            }
        } else {
            note_environ(one, here);
            if (one.words.empty()) continue;
            Here inner = here;
            if (one.conditional) inner.condition = unique + one.condition;
            for (const auto& [name, value] : one.assignments)
                inner.environ[name] = {value.known ? std::optional(value.text) : std::nullopt,
                                       value.known ? "" : value.text, here.origin};
            command(one.argv(), inner);
            if (one.conditional && inner.cwd != here.cwd) {
                parts.emplace_back(one.condition, here.cwd);
                perhaps(inner,
                        fmt::format("the folder: whether {} is done ({})", join(one.argv(), " "), here.origin.text()));
            }
            here.cwd = inner.cwd;
            here.python = inner.python;
            here.python_source = inner.python_source;
        }
    }
    here.origin = first;
    if (here.depth > 0) here.cwd = before;
}

/// Remembers what is not known if something was done under a condition.
void Walk::perhaps(const Here& here, const std::string& text) {
    if (!here.condition.empty() && !here.in_tool && !reached_) perhaps_.push_back({here.condition, text});
}

/// The value of a variable for a script: "" if it is not set; nullopt if only a run knows it.
std::optional<std::string> Walk::variable(const Here& here, const std::string& name) const {
    const auto value = runner_variable(here.environ, name);
    const bool open = open_environ_ && !here.environ.count(name) && value && value->empty();
    return open ? std::nullopt : value;
}

/// What a command does to the variables of later commands and steps.
void Walk::note_environ(const ShellCommand& command, Here& here) {
    if (command.words.empty()) {
        for (const auto& [name, value] : command.assignments)
            if (command.exported || here.environ.count(name))
                here.environ[name] = {value.known && !command.conditional ? std::optional(value.text) : std::nullopt,
                                      value.known ? "" : value.text, here.origin};
        return;
    }
    if (command.words[0].text == "unset")
        for (size_t i = 1; i < command.words.size(); ++i) unset(command.words[i].text, here, command.conditional);
    const std::string before = github_env_.unread();
    github_env_.take(command, here.origin, here.condition.empty(), environ_);
    if (github_env_.unread() != before && !reached_)
        once(leg_.not_knowable, "what is written to $GITHUB_ENV by " + github_env_.unread());
    if (command.redirect.find("BASH_ENV") != std::string::npos) note_bash_env(command, here);
    const std::string text = join(command.argv(), " ");
    const size_t azure = text.find("##vso[task.setvariable variable=");
    if (azure != std::string::npos) {
        const size_t name = azure + std::string_view("##vso[task.setvariable variable=").size();
        const size_t end = text.find_first_of(";]", name), close = text.find(']', name);
        if (close != std::string::npos)
            environ_[text.substr(name, end - name)] = {text.substr(close + 1), "", here.origin};
    }
}

/// A variable is taken out of the environ, or may be.
void Walk::unset(const std::string& name, Here& here, bool perhaps) {
    const auto set = here.environ.find(name);
    if (set == here.environ.end()) {
        if (name == "CI" || name.starts_with("GITHUB_"))
            once(leg_.warn,
                 fmt::format("{}: {} is unset there, and the runner's environ here has it", here.origin.text(), name));
    } else if (perhaps) {
        set->second = {std::nullopt, "whether it is unset", here.origin};
    } else {
        here.environ.erase(set);
    }
}

/// CircleCI: what later steps source first.
void Walk::note_bash_env(const ShellCommand& command, const Here& here) {
    const std::string text = join(command.argv(), " ");
    for (const auto& word : shell_words(text.substr(std::min(text.find(' '), text.size())))) {
        const size_t equals = word.find('=');
        if (equals == std::string::npos) continue;
        const bool known = word.find('$') == std::string::npos && here.condition.empty() && !command.conditional;
        const std::string name = word.substr(0, equals);
        if (name == "PATH")
            once(leg_.warn, fmt::format("{}: PATH is changed through $BASH_ENV", here.origin.text()));
        else
            environ_[name] = {known ? std::optional(word.substr(equals + 1)) : std::nullopt, known ? "" : word,
                              here.origin};
    }
}

Leg leg_of(const Job& job, const Tree& tree) { return Walk(job, tree).leg(); }

}  // namespace testskew::ci
