// What is known when pytest is reached, and what is remarkable about it.
#include <fmt/format.h>

#include <algorithm>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "profile/pytest_configuration.hpp"
#include "profile/toml.hpp"
#include "util/once.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

constexpr const char* tox_filters =
    "tox filters the environ: what is neither in pass_env nor among tox's defaults does not reach pytest (usually not "
    "even CI and "
    "GITHUB_ACTIONS); tox sets PYTHONHASHSEED";

bool has_auto_workers(const std::vector<std::string>& options) {
    for (size_t i = 0; i < options.size(); ++i) {
        const std::string& word = options[i];
        if (word == "-nauto" || word == "-n=auto" || word == "--numprocesses=auto") return true;
        if ((word == "-n" || word == "--numprocesses") && i + 1 < options.size() && options[i + 1] == "auto")
            return true;
    }
    return false;
}

}  // namespace

/// The environment whose `pytest` a bare command finds.
Packages& Walk::environment_of(const Here& here) {
    if (here.packages != &system_) return *here.packages;
    if (activated_ && uv_.any()) return uv_;
    if (activated_ && poetry_.any()) return poetry_;
    if (activated_ && pdm_.any()) return pdm_;
    if (conda_.any()) {
        for (const auto& line : system_.lines)
            if (std::none_of(conda_.lines.begin(), conda_.lines.end(), [&](const Requirement& one) {
                    return one.line == line.line && one.folder == line.folder && one.condition == line.condition;
                }))
                conda_.lines.push_back(line);
        for (const auto& option : system_.options) append_once(conda_.options, option);
        return conda_;
    }
    if (!system_.lines.empty() || system_.lock) return system_;
    for (Packages* one : {&uv_, &poetry_, &pdm_, &pipenv_})
        if (one->any()) return *one;
    return system_;
}

void Walk::take(const Here& here) {
    Packages& packages = environment_of(here);
    if (&packages == &uv_ && here.packages == &system_) {
        Here inner = here;
        uv_interpreter(inner, "");
        leg_.python = inner.python;
        leg_.python_source = inner.python_source;
    } else {
        leg_.python = here.python;
        leg_.python_source = here.python_source;
    }
    leg_.requirements = packages.lines;
    leg_.pip_options = packages.options;
    leg_.upgraded = system_.upgraded;
    for (const auto& name : packages.upgraded) append_once(leg_.upgraded, name);
    leg_.lock = packages.lock;
    if (!packages.as_of.value.empty()) {
        leg_.as_of = packages.as_of.value;
        leg_.as_of_origin = packages.as_of.origin;
    }
    leg_.tox = here.tox;
    with_lock();
    take_conditions(here);
    warn_of_packages();
    leg_.environ = here.environ;
    leg_.not_reaching = here.dropped;
    leg_.cwd = {here.cwd.empty() ? "." : here.cwd, here.origin};
    leg_.root = here.root || job_.root;
    for (const auto& text : packages.not_knowable) append_once(leg_.not_knowable, text);
    reached_ = leg_.runs_tests = true;
}

/// What of the packages a profile does not hold.
void Walk::warn_of_packages() {
    std::vector<std::string> options;
    for (const auto& option : leg_.pip_options)
        if (!one_of(option, {"--pre", "--break-system-packages", "--use-pep517"})) options.push_back(option);
    if (!options.empty()) once(leg_.warn, "pip's options there that are not taken over: " + join(options, " "));
    if (!leg_.lock || !leg_.lock->chosen || leg_.lock->tool == "uv") return;
    std::string what = "groups " + join(leg_.lock->groups, ", ");
    if (!leg_.lock->extras.empty()) what += ", extras " + join(leg_.lock->extras, ", ");
    once(leg_.not_knowable, fmt::format("how to install other groups than those for tests: {} asks for {} ({})",
                                        leg_.lock->tool, what, leg_.lock->origin.text()));
}

/// What is done under the condition of the tests is done whenever they are; the rest only a run knows.
void Walk::take_conditions(const Here& here) {
    for (auto& one : leg_.requirements) {
        if (here.condition.starts_with(one.condition)) one.condition.clear();
        if (!one.condition.empty())
            once(leg_.not_knowable, fmt::format("whether {} is installed ({})", one.line, one.origin.text()));
    }
    for (const auto& one : perhaps_)
        if (!here.condition.starts_with(one.condition)) once(leg_.not_knowable, one.text);
}

/// A lock of a tool holds the project and needs no line for it, or for the tool. conda's holds no project.
void Walk::with_lock() {
    if (!leg_.lock) return;
    auto& lines = leg_.requirements;
    const auto is_project = [](const Requirement& one) {
        return one.line == "." || one.line.starts_with(".[") || one.line.starts_with("-e .");
    };
    if (leg_.lock->tool.starts_with("conda")) {
        for (const auto& one : lines)
            if (is_project(one)) leg_.lock->project = one.line[0] == '-' ? ProjectAs::editable : ProjectAs::wheel;
    } else {
        std::erase_if(lines, [&](const Requirement& one) {
            return requirement_name(one.line) == leg_.lock->tool || (leg_.tox && is_project(one));
        });
    }
}

/// A session, a target or an environment that seems to run the tests by its name, and in which no pytest was found: its
/// program is not read, but the leg is one that runs tests.
void Walk::opaque(const std::string& what, const std::string& name, const Here& here) {
    const std::string low = lower(name);
    const bool tests = low.find("test") != std::string::npos || low.find("unit") != std::string::npos ||
                       low.find("py3") != std::string::npos;
    if (reached_ || !tests) return;
    opaque_ = what;
    take(here);
    reached_ = false;  // a later command may be read
}

void Walk::found(PytestCall call, Here& here) {
    const bool collect_only = std::any_of(call.options.begin(), call.options.end(), [](const auto& word) {
        return word == "--version" || word == "--collect-only" || word == "--co" || word == "--help" ||
               word == "--fixtures";
    });
    if (collect_only) return;
    if (leg_.pytest) {
        leg_.more_pytest.push_back(std::move(call));
        return;
    }
    if (!call.condition.empty()) return found_perhaps(std::move(call), here);
    if (candidate_) {
        leg_.more_pytest = std::move(candidate_->more_pytest);
        leg_.more_pytest.insert(leg_.more_pytest.begin(), std::move(*candidate_->pytest));
        candidate_.reset();
    }
    reach(std::move(call), here);
}

/// This call of pytest is the one that counts.
void Walk::reach(PytestCall call, const Here& here) {
    take(here);
    for (const auto* words : {&call.options, &call.targets})
        for (const auto& word : *words)
            if (word.find('$') != std::string::npos || word.find("{env") != std::string::npos)
                once(leg_.not_knowable, fmt::format("a part of pytest's arguments: {} ({})", word, call.origin.text()));
    if (!other_tests_.empty()) other_tests_.clear();
    warn_of(call);
    leg_.pytest = std::move(call);
}

/// A pytest under a condition that only a run knows counts if the job has no other one.
void Walk::found_perhaps(PytestCall call, const Here& here) {
    if (candidate_) {
        candidate_->more_pytest.push_back(std::move(call));
        return;
    }
    const Leg before = leg_;
    once(leg_.not_knowable,
         fmt::format("whether pytest is run ({}): only a run knows its condition", call.origin.text()));
    reach(std::move(call), here);
    candidate_ = std::move(leg_);
    leg_ = before;
    reached_ = false;
}

void Walk::warn_of(const PytestCall& call) {
    if (call.coverage) once(leg_.warn, "coverage run -m pytest: coverage must be among the packages");
    if (leg_.tox) once(leg_.warn, tox_filters);
    for (const auto& name : leg_.not_reaching)
        if (name == "PYTEST_ADDOPTS")
            once(leg_.warn, "PYTEST_ADDOPTS is set, but tox does not pass it on: its options never apply");
    const auto configuration = profile::pytest_configuration(std::filesystem::path(tree_.root) /
                                                             (leg_.cwd.value == "." ? "" : leg_.cwd.value));
    const auto by_environ = leg_.environ.find("PYTEST_ADDOPTS");
    const bool by_variable =
        by_environ != leg_.environ.end() && has_auto_workers(shell_words(by_environ->second.value.value_or("")));
    if (by_variable || has_auto_workers(call.options) || has_auto_workers(configuration.addopts))
        once(leg_.warn, "-n auto means the runner's 4 cores, not this machine's");
    for (auto& [name, variable] : leg_.environ)
        if (!variable.value && variable.why.find("secrets.") != std::string::npos)
            once(leg_.warn, fmt::format("{} is a secret of the CI: its value is not in the files", name));
    const auto pip_days = leg_.environ.find("PIP_UPLOADED_PRIOR_TO");
    if (pip_days != leg_.environ.end() && pip_days->second.value)
        once(leg_.warn,
             fmt::format("PIP_UPLOADED_PRIOR_TO={}: pip sees only what was published before", *pip_days->second.value));
}

void Walk::finish() {
    if (!leg_.pytest && candidate_) {
        leg_ = std::move(*candidate_);
        reached_ = true;
        other_tests_.clear();
    }
    if (!leg_.pytest && !other_tests_.empty())
        once(leg_.not_knowable, "the tests run with " + other_tests_ + ": there is no pytest command");
    if (!leg_.more_pytest.empty())
        once(leg_.warn,
             fmt::format("{} pytest calls in one job: a profile holds one, the first{}", leg_.more_pytest.size() + 1,
                         leg_.pytest && leg_.pytest->condition.empty() && !leg_.more_pytest.front().condition.empty()
                             ? " that needs no condition"
                             : ""));
    if (leg_.cwd.value != "." && leg_.cwd.value.find('$') == std::string::npos && !tree_.has(leg_.cwd.value))
        once(leg_.warn,
             fmt::format("the folder {} ({}) is not in the repository", leg_.cwd.value, leg_.cwd.origin.text()));
    if (!leg_.services.empty()) once(leg_.warn, "servers run beside the tests: they must listen here, too");
    if (!leg_.os_packages.empty()) once(leg_.warn, "OS packages are installed: " + join(leg_.os_packages, ", "));
    if (!leg_.container.empty())
        once(leg_.warn, fmt::format("the job runs in the container {}{}", leg_.container, leg_.root ? " as root" : ""));
    if (leg_.lock && leg_.lock->project == ProjectAs::wheel) once(leg_.warn, "installed as a wheel, not editable");
    if (leg_.git_depth && *leg_.git_depth > 0) {
        const auto text = tree_.read("pyproject.toml");
        const bool tags =
            text &&
            (text->find("setuptools_scm") != std::string::npos || text->find("setuptools-scm") != std::string::npos ||
             text->find("hatch-vcs") != std::string::npos || text->find("versioneer") != std::string::npos);
        if (tags)
            once(leg_.warn, fmt::format("the version comes from git tags, and the checkout has depth {} and no tags",
                                        *leg_.git_depth));
    }
    if (!reached_ && !opaque_.empty())
        once(leg_.not_knowable, "the command that starts pytest: " + opaque_ + " is a program, and is not read");
    else if (!reached_)
        once(leg_.not_knowable, "the command that starts pytest: none was found in this job");
    // 3.x, >=3.9 and the like are answered by the runner.
    const std::string& python = leg_.python.value;
    if (python.find_first_of("x*<>=~^") != std::string::npos || python == "3" ||
        python.find('$') != std::string::npos) {
        once(leg_.not_knowable, fmt::format("the Python version: \"{}\" ({})", python, leg_.python.origin.text()));
        leg_.python.value.clear();
    }
    const bool said = std::any_of(leg_.not_knowable.begin(), leg_.not_knowable.end(), [](const std::string& text) {
        return text.find("Python version") != std::string::npos || text.find("interpreter") != std::string::npos;
    });
    if (reached_ && python.empty() && !said)
        once(leg_.not_knowable, "the Python version: nothing in the job names one");
}

}  // namespace testskew::ci
