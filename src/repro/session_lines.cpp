#include "repro/session_lines.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "util/pip_options.hpp"
#include "util/release.hpp"
#include "util/text.hpp"

namespace testskew::repro {
namespace {

/// Runs a command on a pseudo-terminal of this size.
std::string terminal_words(const HostSettings& host) {
    const std::string program =
        "import os, pty, sys; status = pty.spawn(sys.argv[1:]); "
        "sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 1)";
    const std::string inner = fmt::format("stty rows {} cols {} 2>/dev/null; exec \"$@\"", host.rows, host.columns);
    return fmt::format("\"$environment/bin/python\" -c {} sh -c {} sh ", shell_quoted(program), shell_quoted(inner));
}

/// The letter that ulimit has for a resource, and what its unit is in bytes or pieces; 0 if the shell has none.
std::pair<char, long> ulimit_of(const std::string& name) {
    if (name == "nofile") return {'n', 1};
    if (name == "as") return {'v', 1024};
    if (name == "core") return {'c', 512};
    if (name == "cpu") return {'t', 1};
    if (name == "fsize") return {'f', 512};
    if (name == "stack") return {'s', 1024};
    if (name == "data") return {'d', 1024};
    return {0, 1};
}

/// A value with its places filled in by the shell: "{testskew.project}" is the project's folder.
std::string with_places(const std::string& value) {
    std::string words;
    std::size_t from = 0;
    const auto literal = [&](std::size_t to) {
        if (to > from) words += shell_quoted(value.substr(from, to - from));
    };
    for (std::size_t at = 0; (at = value.find("{testskew.", at)) != std::string::npos;) {
        const std::size_t end = value.find('}', at);
        if (end == std::string::npos) break;
        const std::string what = value.substr(at + 10, end - at - 10);
        if (what != "project" && !what.starts_with("folder:") && !what.starts_with("file:")) {
            at = end;
            continue;
        }
        literal(at);
        words += what == "project" ? "\"$project\""
                                   : "\"$place\"/" + shell_quoted("place-" + what.substr(what.find(':') + 1));
        from = at = end + 1;
    }
    literal(value.size());
    return words.empty() ? "''" : words;
}

/// The lines that make the places which a value names: an empty folder, or a file, which is "{}" if it is JSON.
std::string lines_of_places(const std::string& value) {
    std::string text;
    for (std::size_t at = 0; (at = value.find("{testskew.", at)) != std::string::npos;) {
        const std::size_t end = value.find('}', at);
        if (end == std::string::npos) break;
        const std::string what = value.substr(at + 10, end - at - 10);
        at = end;
        const bool folder = what.starts_with("folder:");
        if (!folder && !what.starts_with("file:")) continue;
        const std::string path = "\"$place\"/" + shell_quoted("place-" + what.substr(what.find(':') + 1));
        text += fmt::format("mkdir -p {} || exit 2\n", folder ? path : "\"$(dirname " + path + ")\"");
        if (!folder)
            text += fmt::format("printf '%s' {} >{} || exit 2\n", what.ends_with(".json") ? "'{}'" : "''", path);
    }
    return text;
}

/// The lines that make the home folder and the places of a session.
std::string lines_of_home(const Session& session) {
    std::string text =
        "mkdir -p \"$place/home\" \"$place/tmp\" || exit 2\n"
        "printf '[user]\\n\\tname = testskew\\n\\temail = testskew@localhost\\n[safe]\\n\\tdirectory = *\\n' "
        ">\"$place/home/.gitconfig\" || exit 2\n";
    for (const auto& [name, value] : session.environ) text += lines_of_places(value);
    return text + lines_of_places(session.path);
}

/// The function that runs a command as a part of the session.
std::string in_session(const Session& session) {
    std::string text = "in_session() {\n    env -i \\\n";
    const std::string path = session.path.empty() ? "" : with_places(session.path) + ":";
    text += "        PATH=\"$environment/bin\":" + path + "\"$PATH\" VIRTUAL_ENV=\"$environment\" \\\n";
    text += session.private_home ? "        HOME=\"$place/home\" TMPDIR=\"$place/tmp\" \\\n"
                                 : "        HOME=\"$HOME\" TMPDIR=\"$place/tmp\" \\\n";
    for (const std::string& name : session.passed_on)
        if (is_variable(name)) text += fmt::format("        ${{{0}+\"{0}=${0}\"}} \\\n", name);
    for (const auto& [name, value] : session.environ)
        text += "        " + (is_variable(name) ? name + "=" : shell_quoted(name + "=")) + with_places(value) + " \\\n";
    for (const auto& [name, from] : session.asked)
        if (is_variable(name)) text += fmt::format("        {0}=\"${1}\" \\\n", name, from);
    return text + "        \"$@\"\n}\n";
}

/// The lines that make the files of a session in "$files".
std::string files_of(const Session& session) {
    std::string text;
    if (session.commit.empty()) {
        text = "mkdir -p \"$files\" || exit 2\n";
    } else {
        const std::string tags = session.git.tags && !*session.git.tags ? " --no-tags" : "";
        const std::string commit = shell_quoted(session.commit);
        text = fmt::format(
            "repository=$(repository {0}) || fail \"the commit {0} is in no repository here: start this in "
            "the repository, or set REPOSITORY\"\n",
            commit);
        if (session.git.depth)  // a shallow clone has the commits of now alone, so the one of the run is asked for
            text += fmt::format(
                "git init -q \"$files\" && git -C \"$files\" remote add origin \"file://$repository\" || exit 2\n"
                "git -C \"$files\" -c protocol.version=2 fetch -q --depth {}{} origin {} || exit 2\n",
                *session.git.depth, tags, commit);
        else
            text += fmt::format("git clone -q --no-checkout{} \"$repository\" \"$files\" || exit 2\n", tags);
        text += fmt::format("git -C \"$files\" -c core.autocrlf=false checkout -q --detach {} || exit 2\n", commit);
        if (session.git.branch && !session.git.branch->empty())
            text += fmt::format("git -C \"$files\" checkout -q -B {} || exit 2\n", shell_quoted(*session.git.branch));
    }
    for (const int patch : session.patches)
        text += fmt::format(
            "patch_{} | git -C \"$files\" apply --whitespace=nowarn - || fail \"a patch does not fit\"\n", patch + 1);
    return text;
}

}  // namespace

std::string host_lines(const HostSettings& host) {
    std::string text;
    if (host.umask) text += fmt::format("umask {:04o}\n", *host.umask);
    for (const auto& [name, value] : host.limits) {
        const auto [letter, unit] = ulimit_of(name);
        const std::string words = value < 0 ? "unlimited" : std::to_string((value + unit - 1) / unit);
        // prlimit knows the others, and takes a value as setrlimit does.
        text += letter ? fmt::format("ulimit -S -{} {} || exit 2\n", letter, words)
                       : fmt::format("prlimit --pid $$ --{}={}: || exit 2\n", name,
                                     value < 0 ? "unlimited" : std::to_string(value));
    }
    return text;
}

std::string host_words(const HostSettings& host) {
    std::string words;
    if (host.cpus) words += fmt::format("taskset -c \"$(processors {})\" ", *host.cpus);
    if (host.terminal) words += terminal_words(host);
    return words;
}

namespace {

/// The functions that add the addresses of packages to a command of uv or pip; "" if there are none.
std::string index_lines(const std::vector<std::string>& options) {
    if (options.empty()) return {};
    std::vector<std::string> for_pip;
    for (const std::string& word : options) {
        const std::string name = word.substr(0, word.find('='));
        const std::string_view of_pip = pip_option_of(name);
        for_pip.push_back(of_pip.empty() ? word : std::string(of_pip) + word.substr(name.size()));
    }
    return fmt::format("index_of_uv() {{ \"$@\" {}; }}\nindex_of_pip() {{ \"$@\" {}; }}\n", shell_command(options),
                       shell_command(for_pip));
}

/// The words that start pytest.
std::string pytest_of(const Session& session) {
    std::string words = host_words(session.host);
    words += session.selection.invocation == Invocation::pytest ? "\"$environment/bin/pytest\""
                                                                : "\"$environment/bin/python\" -m pytest";
    for (const auto& list : {session.selection.options, session.selection.targets})
        for (const std::string& word : list) words += " " + shell_quoted(word);
    return words;
}

}  // namespace

bool is_variable(const std::string& name) {
    return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
           name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
               std::string::npos;
}

std::string comment(const std::string& text) {
    std::string line = printable(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

std::string session_functions(const Session& session, int number, const std::string& folder) {
    std::string text = fmt::format("# {}\nset_up_{}() (\n", comment(session.name), number);
    text += fmt::format("place=$work/{}\nenvironment=$place/environment files=$place/files\n", number);
    text += "umask 022\n" + lines_of_home(session) + files_of(session);
    text += index_lines(session.index_options);
    text += fmt::format("pins_{} >\"$place/pins.txt\"\nenvironment \"$environment\" {} \"$place/pins.txt\" || exit 2\n",
                        number, shell_quoted(minor_of(session.python)));
    const std::string project = folder.empty() ? "\"$files\"" : "\"$files\"/" + shell_quoted(folder);
    if (!session.installs.empty()) text += fmt::format("cd {} || exit 2\n", project);
    for (const std::string& line : session.installs) {
        const bool editable = line.starts_with("-e ");
        text += fmt::format("install \"$environment\" {}{} || exit 2\n", editable ? "-e " : "",
                            shell_quoted("./" + line.substr(editable ? 3 : 0)));
    }
    text += ")\n";
    text += fmt::format("session_{}() (\nplace=$work/{} environment=$work/{}/environment\n", number, number, number);
    text += fmt::format("files=$place/files\nproject={}\ncd \"$project\" || exit 2\n", project);
    text += in_session(session) + host_lines(session.host);
    // A command before pytest that fails is no failure of a test.
    for (const auto& command : session.setup)
        text += fmt::format("in_session {} || {{ touch \"$place/no-setup\"; exit 2; }}\n", shell_command(command));
    return text + "in_session " + pytest_of(session) + "\n)\n\n";
}

}  // namespace testskew::repro
