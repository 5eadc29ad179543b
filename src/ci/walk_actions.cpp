// Steps that use an action: GitHub's own, and those that set up a Python or a tool.
#include <fmt/format.h>

#include <cstdlib>

#include "ci/walk.hpp"
#include "profile/toml.hpp"
#include "util/text.hpp"

namespace testskew::ci {

void Walk::action(const Step& step) {
    const auto input = [&](const char* name) {
        const auto found = step.inputs.find(name);
        return found == step.inputs.end() ? Said{} : found->second;
    };
    const std::string& name = step.action;
    const auto is = [&](const char* part) { return name.find(part) != std::string::npos; };
    Here here = start();
    here.origin = step.origin;
    here.packages = &system_;
    here.condition = step.condition;
    if (name == "actions/checkout") {
        if (!input("repository").value.empty() && !input("path").value.empty()) return;
        const std::string depth = input("fetch-depth").value;
        leg_.git_depth = depth.empty() ? 1 : std::atoi(depth.c_str());
    } else if (is("setup-python")) {
        perhaps(here, fmt::format("the Python version: whether {} is done ({})", name, step.origin.text()));
        setup_python(step);
    } else if (is("setup-uv") || is("setup-pdm") || is("setup-rye")) {
        const Said version = input("python-version");
        if (version.value.empty()) return;
        python_ = version;
        python_source_ = fmt::format("python-version of {}", name);
        if (is("setup-uv")) uv_python_ = version;
    } else if (is("miniconda") || is("micromamba") || is("setup-mamba")) {
        if (const Said version = input("python-version"); !version.value.empty()) {
            here.python = version;
            here.python_source = fmt::format("python-version of {}", name);
        }
        perhaps(here, fmt::format("the packages: whether {} is done ({})", name, step.origin.text()));
        conda_.touched = true;
        if (const Said file = input("environment-file"); !file.value.empty())
            conda_file(file.value, shell_words(input("create-args").value), here);
        else {
            Words words = {"conda", "create"};
            for (const auto& word : shell_words(input("create-args").value)) words.push_back(word);
            conda(words, here);
        }
        python_ = here.python;
        python_source_ = here.python_source;
    } else if (is("compose-action")) {
        leg_.services.push_back(
            {"compose: " + (input("compose-file").value.empty() ? "docker-compose.yml" : input("compose-file").value),
             "",
             {},
             step.origin});
    } else if (is("/retry") || is("xvfb")) {
        std::string text = input("command").value.empty() ? input("run").value : input("command").value;
        here.cwd = input("working-directory").value;
        script(text, false, here);
    } else if (!reached_ && (is("setup-postgres") || is("setup-mysql") || is("setup-mariadb") ||
                             is("redis-github-action") || is("mongodb-github-action") || is("postgresql-action"))) {
        leg_.services.push_back({"the action " + name, "", {}, step.origin});
    } else if (!reached_ && is("download-artifact")) {
        once(leg_.warn, fmt::format("{}: files of an earlier job are used", step.origin.text()));
    } else if (!reached_ && !name.starts_with("actions/") && !is("codecov") && !is("poetry") && !is("cache") &&
               !is("harden-runner") && !is("setup-")) {
        once(leg_.warn, fmt::format("{}: the action {} is not read", step.origin.text(), name));
    }
}

void Walk::setup_python(const Step& step) {
    const auto version = step.inputs.find("python-version");
    const auto file = step.inputs.find("python-version-file");
    if (version != step.inputs.end() && !trim(version->second.value).empty()) {
        auto lines = split(std::string(trim(version->second.value)), '\n');
        python_ = {std::string(trim(lines.back())), version->second.origin};
        python_source_ = "python-version of setup-python";
        if (lines.size() > 1)
            once(leg_.warn, fmt::format("{}: setup-python installs several versions, the last one is the default",
                                        python_.origin.text()));
        return;
    }
    if (step.inputs.count("python_version"))
        once(leg_.warn,
             fmt::format("{}: python_version is no input of setup-python, and is ignored", step.origin.text()));
    if (file != step.inputs.end()) return python_from_file(file->second.value, file->second);
    if (tree_.has(".python-version")) return python_from_file(".python-version", {"", step.origin});
    once(leg_.not_knowable, fmt::format("the Python version: setup-python at {} names none", step.origin.text()));
}

void Walk::python_from_file(const std::string& file, const Said& source) {
    const auto text = tree_.read(file);
    python_source_ = file;
    if (!text) {
        python_ = {};
        return once(leg_.not_knowable,
                    fmt::format("the Python version: {} ({}) cannot be read", file, source.origin.text()));
    }
    if (file.ends_with("pyproject.toml")) {
        const profile::Node document = profile::parse_toml(*text, file);
        const profile::Node* range = document.find({"project", "requires-python"});
        python_ = {};
        once(leg_.not_knowable, fmt::format("the Python version: the newest one that {} allows ({})", file,
                                            range ? range->text : "it names none"));
        return;
    }
    for (const auto& line : split(*text, '\n')) {
        std::string word(trim(line));
        if (file.ends_with(".tool-versions")) {
            if (!word.starts_with("python ")) continue;
            word = trim(word.substr(7));
        }
        if (word.empty() || word[0] == '#') continue;
        python_ = {word, {file, 1}};
        return;
    }
}

}  // namespace testskew::ci
