#include "cli/shell_script.hpp"

#include <fmt/core.h>

#include <vector>

#include "model/json.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

/// The lines that make the files of the side and go to where pytest is started.
std::string place(const RepeatedSession& session) {
    const std::string project = shell_quoted(session.project.string());
    if (session.files.kind == FilesSpec::Kind::worktree) return "cd " + project + "\n";
    const std::string commit = session.files.kind == FilesSpec::Kind::ref ? session.files.ref : "HEAD";
    return fmt::format("folder=$(mktemp -d)/files\ngit -C {} worktree add --detach \"$folder\" {}\ncd \"$folder\"\n",
                       project, shell_quoted(commit));
}

/// The words for env(1) that turn `own` into the environ of the session.
std::vector<std::string> changes(const std::map<std::string, std::string>& own,
                                 const std::map<std::string, std::string>& environ, const Secrets& secrets,
                                 std::vector<std::string>& asked) {
    std::vector<std::string> words;
    for (const auto& [name, value] : own)
        if (!environ.count(name)) words.push_back("-u " + shell_quoted(name));
    const bool from_nothing = words.size() > environ.size();  // whichever is shorter
    if (from_nothing) words = {"-i"};
    for (const auto& [name, value] : environ) {
        const auto same = own.find(name);
        if (same != own.end() && same->second == value) {
            if (from_nothing) words.push_back(fmt::format("{}=\"${}\"", name, name));
            continue;
        }
        if (name == "HOME" || name == "TMPDIR") {
            words.push_back(name + "=\"$(mktemp -d)\"");  // that of the session is gone with it
        } else if (secret_name(name) || secrets.are_in(value)) {
            asked.push_back(name);
            words.push_back(fmt::format("{}=\"${}\"", name, name));
        } else if (same != own.end() && !same->second.empty() && value.ends_with(":" + same->second)) {
            // Something is put in front of a search path.
            const std::string front = value.substr(0, value.size() - same->second.size());
            words.push_back(fmt::format("{}={}\"${}\"", name, shell_quoted(front), name));
        } else {
            words.push_back(name + "=" + shell_quoted(value));
        }
    }
    return words;
}

}  // namespace

std::string shell_script(const RepeatedSession& session, const std::map<std::string, std::string>& own,
                         const Secrets& secrets) {
    std::vector<std::string> asked;
    const auto words = changes(own, session.command.environ, secrets, asked);
    std::string script = fmt::format("# {}: Python {}\n", session.name, session.interpreter);
    for (const std::string& name : asked)
        script += fmt::format("# set {} first: its value may be a secret, and is not shown\n", name);
    script += place(session);
    if (session.command.host.umask) script += fmt::format("umask {:04o}\n", *session.command.host.umask);
    std::string line;
    if (!words.empty()) line = "env " + join(words, " ") + " ";
    return script + line + secrets.hide(shell_command(session.command.argv)) + "\n";
}

}  // namespace testskew::cli
