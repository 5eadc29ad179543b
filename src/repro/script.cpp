#include "repro/script.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "repro/helpers.hpp"
#include "repro/session_lines.hpp"
#include "util/once.hpp"
#include "util/release.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

namespace testskew::repro {
namespace {

/// A word that is no line of any of the texts, to end a here-document.
std::string end_of(const std::string& text) {
    std::string word = "END_OF_TEXT";
    while (text.find(word) != std::string::npos) word += "_";
    return word;
}

/// A function that prints a text.
std::string printing(const std::string& name, const std::string& text) {
    const std::string end = end_of(text);
    return fmt::format("{}() {{\n    cat <<'{}'\n{}{}{}\n}}\n", name, end, text,
                       text.empty() || text.ends_with('\n') ? "" : "\n", end);
}

std::string said_of(const Session& session) {
    std::vector<std::string> words = {"pytest"};
    if (session.selection.invocation == Invocation::python_m_pytest) words = {"python", "-m", "pytest"};
    words.insert(words.end(), session.selection.options.begin(), session.selection.options.end());
    words.insert(words.end(), session.selection.targets.begin(), session.selection.targets.end());
    return fmt::format("{} (Python {}): {}", comment(session.name), comment(session.python),
                       comment(shell_command(words)));
}

std::string heading(const Script& script) {
    std::string text = fmt::format("#!/bin/sh\n# Shows a failure: {}\n#   fails:  {}\n#   passes: {}\n",
                                   comment(script.title), said_of(script.failing), said_of(script.passing));
    for (const std::string& line : script.about) text += "# " + comment(line) + "\n";
    const bool git = !script.failing.commit.empty() || !script.patches.empty();
    text += fmt::format(
        "# It needs uv, or Python {}{} on PATH, {}and a package index. testskew is not needed ({} wrote this).\n",
        minor_of(script.failing.python),
        minor_of(script.failing.python) == minor_of(script.passing.python) ? ""
                                                                           : " and " + minor_of(script.passing.python),
        git ? "git, " : "", version());
    if (!script.failing.commit.empty()) text += "# Start it in the project's repository, or name that in REPOSITORY.\n";
    return text +
           "# Exit status: 0 the failure is seen, 1 it is not, 2 it could not be set up. KEEP=1 keeps the folders.\n";
}

std::string checks(const Script& script) {
    std::string text;
    for (const std::string& name : set_first(script))
        text += fmt::format(
            "[ -n \"${{{0}+x}}\" ] || fail \"set {0} first: its value may be a secret, and is not written "
            "here\"\n",
            name);
    if (!script.failing.commit.empty() || !script.patches.empty())
        text += "command -v git >/dev/null 2>&1 || fail \"git is needed for the files\"\n";
    for (const Session* session : {&script.failing, &script.passing})
        if (session->host.cpus)
            text += "command -v taskset >/dev/null 2>&1 || fail \"taskset is needed for the number of processors\"\n";
    return text;
}

/// The lines that run the two sessions and show their output.
std::string ending(const Script& script) {
    std::string text =
        "set_up_1 || fail \"the session that fails could not be set up\"\n"
        "set_up_2 || fail \"the session that passes could not be set up\"\n";
    const auto run = [&](int number, const char* variable, const char* what, const Session& session) {
        // echo would read a backslash in the name of a test.
        text += fmt::format("printf '%s\\n' {}\n",
                            shell_quoted(fmt::format("repro: expected to {}: {}", what, said_of(session))));
        text += fmt::format("session_{0} >\"$work/{0}/output\" 2>&1 </dev/null\n{1}=$?\ncat \"$work/{0}/output\"\n",
                            number, variable);
        text += fmt::format("echo \"repro: exit status ${}\"\necho\n", variable);
        text += fmt::format("[ ! -e \"$work/{}/no-setup\" ] || fail \"a command before pytest failed\"\n", number);
    };
    run(1, "failing", "fail", script.failing);
    run(2, "passing", "pass", script.passing);
    return text;
}

std::string verdict(const std::string& word) {
    std::string text = "if [ $failing -eq 0 ]; then\n    echo \"repro: NOT seen: nothing fails\"\n    exit 1\nfi\n";
    if (!word.empty())
        text += fmt::format(
            "if ! grep -qF -e {0} \"$work/1/output\"; then\n"
            "    echo \"repro: NOT seen: it fails in another way, without \"{0}\n    exit 1\nfi\n",
            shell_quoted(word));
    return text +
           "if [ $passing -ne 0 ]; then\n    echo \"repro: NOT seen: the other one does not pass\"\n    exit 1\nfi\n"
           "echo \"repro: the failure is seen: it fails in the one and passes in the other\"\n";
}

}  // namespace

std::vector<std::string> set_first(const Script& script) {
    std::vector<std::string> names;
    for (const Session* session : {&script.failing, &script.passing})
        for (const auto& [name, from] : session->asked)
            if (is_variable(name)) append_once(names, from);
    return names;
}

std::string shell_script(const Script& script) {
    std::string text = heading(script);
    if (const auto names = set_first(script); !names.empty())
        text += "# Set first: " + comment(join(names, " ")) + "\n";
    for (const Session* session : {&script.failing, &script.passing})
        for (const auto& [name, from] : session->asked)
            if (!is_variable(name))
                text += fmt::format("# Not in here: the variable {} of {}, whose name no shell can have.\n",
                                    comment(name), comment(session->name));
    text += "set -u\n\n";
    text += "unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX\n";
    text += std::string(helpers) + checks(script);
    text += R"sh(work=$(mktemp -d "${TMPDIR:-/tmp}/repro-XXXXXX") || exit 2
trap '[ -n "${KEEP:-}" ] && echo "repro: kept in $work" || rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
export GIT_CEILING_DIRECTORIES="$work"
)sh";
    text += fmt::format("url={}\n\n", shell_quoted(script.url));
    if (!script.failing.commit.empty()) text += repository_helper;
    if (script.failing.host.cpus || script.passing.host.cpus) text += cpus_helper;
    for (std::size_t i = 0; i < script.patches.size(); ++i)
        text += printing(fmt::format("patch_{}", i + 1), script.patches[i]) + "\n";
    int number = 0;
    for (const Session* session : {&script.failing, &script.passing}) {
        text += printing(fmt::format("pins_{}", ++number), join(session->pins, "\n"));
        text += session_functions(*session, number, script.folder);
    }
    return text + ending(script) + verdict(script.word);
}

std::string dockerfile(const Script& script) {
    const std::string body = shell_script(script);
    const std::string end = end_of(body);
    std::string text = "# syntax=docker/dockerfile:1\n";
    text += fmt::format("# Shows a failure: {}\n", comment(script.title));
    text += "# docker build -t repro -f THIS_FILE REPOSITORY && docker run --rm repro\n";
    text += fmt::format("FROM python:{}-slim\n", minor_of(script.failing.python));
    text +=
        "RUN apt-get update && apt-get install -y --no-install-recommends git util-linux && rm -rf "
        "/var/lib/apt/lists/*\n";
    text += "RUN pip install --no-cache-dir uv\n";
    if (!script.failing.commit.empty())
        text += "COPY . /repository\nENV REPOSITORY=/repository\nRUN git config --system --add safe.directory '*'\n";
    text += fmt::format("COPY <<'{}' /repro.sh\n{}{}\n", end, body, end);
    if (const auto names = set_first(script); !names.empty())
        text += "# docker run --rm -e " + join(names, " -e ") + " repro\n";
    return text + "WORKDIR /\nCMD [\"sh\", \"/repro.sh\"]\n";
}

}  // namespace testskew::repro
