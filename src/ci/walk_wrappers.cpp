// Programs that start the program that counts: in the same environment, or in one of their own.
#include <fmt/format.h>

#include <algorithm>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "util/once.hpp"

namespace testskew::ci {
namespace {

void drop(Words& words, size_t count) {
    words.erase(words.begin(), words.begin() + static_cast<long>(std::min(count, words.size())));
}

/// Takes off the options of a wrapper; those in `with_value` have their value in the next word.
void drop_options(Words& words, std::initializer_list<const char*> with_value) {
    while (!words.empty() && words[0].starts_with('-')) {
        const bool value = one_of(words[0], with_value);
        const bool end = words[0] == "--";
        drop(words, value ? 2 : 1);
        if (end) return;
    }
}

}  // namespace

/// Takes off one option of `env`, with what it does to the variables.
void Walk::env_option(Words& words, Here& here) {
    const std::string word = words[0];
    const bool next = (word == "-u" || word == "-C" || word == "--unset" || word == "--chdir") && words.size() > 1;
    if (word == "-i" || word == "-" || word == "--ignore-environment") here.environ.clear();
    if (next && (word == "-u" || word == "--unset")) unset(words[1], here, false);
    if (word.starts_with("--unset=")) unset(word.substr(8), here, false);
    if (word.starts_with("-u") && word.size() > 2) unset(word.substr(2), here, false);
    drop(words, next ? 2 : 1);
}

/// Takes off one program that starts another one in the same environment. Returns whether it did.
bool Walk::wrapper(Words& words, Here& here) {
    const std::string program = program_of(words);
    if (program == "sudo") {
        drop(words, 1);
        bool user = false;
        while (!words.empty() && words[0].starts_with('-')) {
            user = user || words[0] == "-u" || words[0] == "--user";
            drop(words, one_of(words[0], {"-u", "--user", "-g", "-C", "-p"}) ? 2 : 1);
        }
        here.root = !user;
    } else if (program == "env") {
        drop(words, 1);
        while (!words.empty() && words[0].starts_with('-')) env_option(words, here);
    } else if (program == "xvfb-run") {
        drop(words, 1);
        drop_options(words, {"-s", "-n", "-e", "-f"});
    } else if (one_of(program, {"time", "exec", "nohup", "command", "catchsegv", "unbuffer", "stdbuf", "ionice",
                                "eatmydata", "dbus-run-session", "dbus-launch", "chronic", "retry"})) {
        if (program == "command" && words.size() > 1 && one_of(words[1], {"-v", "-V"})) {
            words.clear();  // it asks whether there is such a program, and starts none
            return true;
        }
        drop(words, 1);
        drop_options(words, {"-o", "-e", "-c"});
    } else if (program == "nice" || program == "timeout") {
        drop(words, 1);
        drop_options(words, {"-n", "-s", "-k", "--signal", "--kill-after"});
        if (program == "timeout") drop(words, 1);
    } else if (program == "mpirun" || program == "mpiexec") {
        once(leg_.warn, fmt::format("{}: {} starts several processes", here.origin.text(), program));
        drop(words, 1);
        drop_options(words, {"-n", "-np", "-c", "--host"});
    } else if (!words.empty() && words[0].find('=') != std::string::npos && words[0].find('=') > 0 &&
               words[0].find_first_of("/-$'\" ") > words[0].find('=')) {
        const size_t equals = words[0].find('=');
        here.set(words[0].substr(0, equals), words[0].substr(equals + 1));
        drop(words, 1);
    } else {
        return false;
    }
    return true;
}

/// Programs that run what follows in an environment of their own: uv run, poetry run, ... What they run is left in
/// `words`; nothing if all is done.
bool Walk::runner(Words& words, Here& here) {
    for (int i = 0; i < 6; ++i) {
        const std::string program = program_of(words), verb = words.size() > 1 ? words[1] : "";
        if (is_python(program) && words.size() > 2 && verb == "-m" &&
            one_of(words[2], {"uv", "poetry", "pdm", "pipenv", "hatch", "tox", "nox", "pip", "virtualenv", "coverage",
                              "conda", "invoke"})) {
            if (words[2] == "coverage") return true;  // pytest_words reads it
            drop(words, 2);
            continue;
        }
        if (program == "uv" && verb == "run") {
            if (!uv_run(words, here)) return true;
            continue;
        }
        if (program == "uvx" || (program == "uv" && verb == "tool" && words.size() > 2 && words[2] == "run") ||
            (program == "pipx" && verb == "run")) {
            if (!tool_run(words, here)) return true;
            continue;
        }
        if ((program == "poetry" || program == "pdm" || program == "pipenv" || program == "rye" || program == "conda" ||
             program == "micromamba" || program == "mamba" || program == "pixi") &&
            verb == "run") {
            drop(words, 2);
            if (program == "conda" || program == "micromamba" || program == "mamba" || program == "pixi")
                drop_options(words, {"-n", "--name", "-p", "--prefix", "-e", "--environment"});
            else
                drop_options(words, {"-C", "--project", "-P", "--directory"});
            if (!here.in_tool || program != "poetry")
                here.packages = program == "poetry"   ? &poetry_
                                : program == "pdm"    ? &pdm_
                                : program == "pipenv" ? &pipenv_
                                : program == "rye"    ? &uv_
                                                      : &conda_;
            if (program == "pixi")
                once(here.packages->not_knowable, "the packages: pixi resolves them from conda's channels");
            if (!words.empty() && (program == "pdm" || program == "pixi" || program == "rye" || program == "pipenv") &&
                task(program, words, here))
                words.clear();
            if (words.empty()) return true;
            continue;
        }
        if (program == "coverage" && verb == "run") {
            const auto module = std::find(words.begin(), words.end(), "-m");
            if (module != words.end()) return false;
        }
        break;
    }
    return false;
}

}  // namespace testskew::ci
