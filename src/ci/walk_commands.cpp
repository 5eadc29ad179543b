// One command: what it installs, what it starts, what else it does.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "profile/pytest_command.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// Commands that neither prepare nor test anything.
bool without_effect(const std::string& program) {
    static const std::initializer_list<const char*> names = {
        "echo",     "printf",     "ls",     "cat",   "set",        "which",  "whereis", "true",
        "false",    ":",          "pwd",    "env",   "printenv",   "date",   "uname",   "df",
        "free",     "exit",       "return", "sleep", "head",       "tail",   "grep",    "wc",
        "git",      "type",       "hash",   "shopt", "trap",       "ulimit", "tee",     "sort",
        "unset",    "wait",       "read",   "eval",  "tree",       "du",     "lscpu",   "nproc",
        "ps",       "id",         "whoami", "alias", "codecov",    "file",   "uptime",  "codespell",
        "coverage", "coveralls",  "ruff",   "black", "flake8",     "mypy",   "isort",   "pylint",
        "pyright",  "pre-commit", "bandit", "twine", "virtualenv", "pyenv",  "sed",     "awk"};
    return one_of(program, names);
}

PytestCall call_of(const Selection& selection, const Here& here) {
    PytestCall call;
    call.invocation = selection.invocation == Invocation::pytest ? "pytest" : "python -m pytest";
    call.options = selection.options;
    call.targets = selection.targets;
    call.origin = here.origin;
    call.condition = here.condition;
    return call;
}

/// The words as one text in which each is still one word. A pattern stays one.
std::string with_quotes(const Words& words) {
    std::string result;
    for (const auto& word : words) {
        const bool blanks = word.empty() || word.find_first_of(" \t\n\"'\\") != std::string::npos;
        result += (result.empty() ? "" : " ") + (blanks ? shell_quoted(word) : word);
    }
    return result;
}

}  // namespace

void Walk::command(Words words, Here& here) {
    if (++here.depth > 14 || enough()) return;
    note_made(words);
    note_venv(words, here);
    while (!words.empty() && wrapper(words, here)) {
    }
    if (words.empty()) return;
    if (runner(words, here) && words.empty()) return;
    while (!words.empty() && wrapper(words, here)) {
    }
    if (words.empty()) return;
    if (program_of(words) == "cd" || program_of(words) == "pushd") {
        if (words.size() > 1 && words[1].find('$') == std::string::npos && words[1] != "-")
            here.cwd = path(here, words[1]);
        return;
    }
    if (const auto selection = profile::pytest_words(words, std::filesystem::path(tree_.root) / here.cwd)) {
        PytestCall call = call_of(*selection, here);
        call.coverage = std::find(words.begin(), words.end(), "run") != words.end() &&
                        std::any_of(words.begin(), words.end(), [](const auto& w) { return w.ends_with("coverage"); });
        if (words[0].find(".venv/bin/") != std::string::npos || words[0].find("venv/bin/") != std::string::npos)
            activated_ = true;
        command_python(words, here);
        found(std::move(call), here);
    } else if (!installer(words, here) && !shell_like(words, here) && !other_tests(words, here)) {
        plain(words, here);
    }
}

/// The interpreter that the command of pytest names: python3.10, or that of a virtual environment.
void Walk::command_python(const Words& words, Here& here) {
    const std::string program = program_of(words);
    const auto module = std::find(words.begin(), words.end(), "-m");
    if (is_python(program) && module > words.begin() + 1 && module != words.end())
        once(leg_.warn, fmt::format("{}: options of Python that are not taken over: {}", here.origin.text(),
                                    join(Words(words.begin() + 1, module), " ")));
    if (here.packages != &system_) return;
    const size_t slash = words[0].find("/bin/");
    const std::string folder = slash == std::string::npos ? active_venv_ : path(here, words[0].substr(0, slash));
    if (const auto venv = venvs_.find(folder); venv != venvs_.end() && !venv->second.value.empty()) {
        here.python = venv->second;
        here.python_source = "the virtual environment " + folder;
    } else if (program.starts_with("python3.")) {
        here.python = {program.substr(6), here.origin};
        here.python_source = "the command";
    }
}

/// Remembers which Python a virtual environment is made of: python3.9 -m venv FOLDER, virtualenv -p python3.9 FOLDER.
void Walk::note_venv(const Words& words, const Here& here) {
    const std::string program = program_of(words);
    const auto module = std::find(words.begin(), words.end(), "venv");
    std::string python;
    if (program == "virtualenv") {
        for (const auto& [option, value] : options_of(words, 1, {"-p", "--python"}))
            if (option == "-p" || option == "--python") python = python_asked_for(value);
    } else if (!is_python(program) || module == words.end() || *(module - 1) != "-m") {
        return;
    } else if (program.starts_with("python3.")) {
        python = program.substr(6);
    }
    if (words.back().starts_with('-') || words.size() < 2) return;
    venvs_[path(here, words.back())] = {python.starts_with("3.") ? python : "", here.origin};
}

/// Remembers what a command makes: folders, virtual environments, copies.
void Walk::note_made(const Words& words) {
    const std::string program = program_of(words);
    const bool venv = std::find(words.begin(), words.end(), "venv") != words.end() || program == "virtualenv";
    if (program == "uv" || program == "poetry" || program == "pdm" || program == "pipenv") made_.insert(".venv");
    if (venv || one_of(program, {"mkdir", "touch", "cp", "mv", "ln", "tar", "unzip", "git", "npm", "curl", "wget"}))
        for (size_t i = 1; i < words.size(); ++i) made_.insert(words[i].substr(0, words[i].find('/')));
}

bool Walk::installer(const Words& words, Here& here) {
    const std::string program = program_of(words), verb = words.size() > 1 ? words[1] : "";
    const bool locked = one_of(program, {"poetry", "pdm", "pipenv", "uv", "conda", "mamba", "micromamba"});
    if (locked && one_of(verb, {"install", "sync", "create", "update", "env"}))
        perhaps(here, fmt::format("the packages: whether {} is run ({})", join(words, " "), here.origin.text()));
    // The environment that uv made is the one of a plain pip, too, once it is activated.
    Packages& packages = here.packages == &system_ && activated_ && uv_.any() ? uv_ : *here.packages;
    if (program == "pip" || program == "pip3" || program.starts_with("pip3.")) {
        pip_command({words.begin() + 1, words.end()}, packages, here);
        return true;
    }
    const auto pip_word = std::find_if(words.begin(), words.end(), [](const auto& w) { return w.starts_with("pip"); });
    if (program == "xargs" && pip_word != words.end()) {
        once(packages.not_knowable, fmt::format("the packages of {} ({})", join(words, " "), here.origin.text()));
        packages.touched = true;
        return true;
    }
    if (program == "pip-sync") {
        for (size_t i = 1; i < words.size(); ++i)
            if (!words[i].starts_with('-')) pip({"-r", words[i]}, packages, here);
        if (words.size() == 1) pip({"-r", "requirements.txt"}, packages, here);
        return true;
    }
    if (is_python(program) && words.size() > 2 && words[1] == "setup.py" && one_of(words[2], {"install", "develop"})) {
        pip(words[2] == "develop" ? Words{"-e", "."} : Words{"."}, packages, here);
        return true;
    }
    if (program == "uv") return uv(words, here);
    if (program == "poetry") return poetry(words, here);
    if (program == "pdm") return pdm(words, here);
    if (program == "pipenv") return pipenv(words, here);
    if (one_of(program, {"conda", "mamba", "micromamba"})) return conda(words, here);
    if (program == "hatch") return hatch(words, here);
    if (program == "pipx" || (program == "rye" && verb == "sync")) return true;
    return os_packages(words);
}

/// Tests that are run by something else than pytest.
bool Walk::other_tests(const Words& words, Here& here) {
    const std::string program = program_of(words);
    const auto next = [&](const std::string& word) {
        const auto found = std::find(words.begin(), words.end(), word);
        return found != words.end() && found + 1 != words.end() ? *(found + 1) : std::string();
    };
    std::string what;
    for (const auto& word : words)
        if (std::filesystem::path(word).filename() == "manage.py" && next(word) == "test")
            what = "Django's own runner (manage.py test)";
    if (next("django-admin") == "test") what = "Django's own runner (django-admin test)";
    if (next("-m") == "unittest" || next("setup.py") == "test" || next("-m") == "django") what = join(words, " ");
    if (one_of(program, {"trial", "nosetests", "nose2", "ward", "stestr", "behave", "lettuce"})) what = program;
    if (is_python(program))
        for (const auto& word : words) {
            const std::string clean = std::filesystem::path(word).lexically_normal().string();
            if (clean.ends_with(".py") && (clean.starts_with("test/") || clean.starts_with("tests/")))
                what = "a program of the project (" + word + ")";
        }
    for (const auto& word : words)
        if (std::filesystem::path(word).filename() == "runtests.py") what = "a program of the project (" + word + ")";
    if (what.empty()) return false;
    if (leg_.pytest || !other_tests_.empty()) return true;
    other_tests_ = what;
    take(here);
    return true;
}

/// `docker compose run web pytest`: the tests run in an image, whose packages and interpreter are not in the CI's
/// files.
bool Walk::in_container(const Words& words, Here& here) {
    const std::string program = program_of(words);
    if (!one_of(program, {"docker", "docker-compose", "podman"})) return false;
    for (size_t i = 2; i < words.size(); ++i) {
        const Words rest(words.begin() + static_cast<long>(i), words.end());
        const auto selection = profile::pytest_words(rest, std::filesystem::path(tree_.root) / here.cwd);
        if (!selection) continue;
        own_.push_back(std::make_unique<Packages>());
        Here inner = here;
        inner.packages = own_.back().get();
        inner.packages->not_knowable = {"the packages, the interpreter and the environ: the tests run in an image (" +
                                        here.origin.text() + ")"};
        inner.environ.clear();
        inner.python = {};
        inner.python_source.clear();
        found(call_of(*selection, here), inner);
        return true;
    }
    return false;
}

/// A command that is none of the others. Those before the tests may prepare something.
void Walk::plain(const Words& words, Here& here) {
    const std::string program = program_of(words);
    if (reached_ || leg_.pytest || !here.condition.empty()) return;
    if (in_container(words, here)) return;
    if (program == "docker" || program == "docker-compose" || program == "podman") {
        const bool compose = program == "docker-compose" || (words.size() > 1 && words[1] == "compose");
        const auto up = std::find(words.begin(), words.end(), "up");
        if (compose && up != words.end()) {
            Words names;
            for (auto word = up + 1; word != words.end(); ++word)
                if (!word->starts_with('-')) names.push_back(*word);
            leg_.services.push_back({names.empty() ? "compose" : "compose: " + join(names, ", "), "", {}, here.origin});
        } else if (compose && std::find(words.begin(), words.end(), "down") != words.end()) {
            return;
        }
    } else if (without_effect(program)) {
        return;
    }
    if (is_python(program) && words.size() > 1 && words[1] == "-c") return;
    if (is_python(program) && (words.size() < 2 || one_of(words[1], {"--version", "-V", "-VV"}))) return;
    if (is_python(program) && words.size() > 2 && words[1] == "-m" &&
        one_of(words[2], {"venv", "ensurepip", "build", "black", "flake8", "mypy", "ruff", "pylint", "compileall",
                          "site", "sysconfig", "isort"}))
        return;
    if (words.size() == 2 && one_of(words[1], {"--version", "-V", "version"})) return;
    if (program == "cp" && words.size() == 3)
        copies_[std::filesystem::path(words[2]).filename().string()] = path(here, words[1]);
    const std::string text = join(words, " ");
    if (text.find('$') != std::string::npos || text.find('`') != std::string::npos) {
        once(leg_.warn, fmt::format("{}: {} is not taken over: a part of it is not known", here.origin.text(), text));
        return;
    }
    leg_.setup.push_back({(here.cwd.empty() ? "" : "cd " + here.cwd + " && ") + with_quotes(words), here.origin});
}

}  // namespace testskew::ci
