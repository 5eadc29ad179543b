#include "hook/hooks_folder.hpp"

#include <fmt/core.h>

#include "hook/git_environ.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::hook {
namespace {

process::Exit ask(const std::vector<std::string>& arguments, const fs::path& directory) {
    const auto program = find_on_path("git");
    if (!program) throw Error("git is not on PATH: install it", ExitCode::environment);
    process::Command command;
    command.argv = {program->string()};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.environ = environ_for_git(process::own_environ());
    command.directory = directory;
    return process::run(command);
}

/// The output without the last newline.
std::string line_of(const process::Exit& exit) {
    std::string text = exit.ok() ? exit.out : "";
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

}  // namespace

bool HooksFolder::husky() const { return folder.filename() == "_" && folder.parent_path().filename() == ".husky"; }

HooksFolder find_hooks(const fs::path& directory) {
    HooksFolder result;
    const process::Exit top = ask({"rev-parse", "--show-toplevel"}, directory);
    result.top = line_of(top);
    if (result.top.empty()) {
        const std::string_view said = trim(std::string_view(top.err).substr(0, top.err.find('\n')));
        if (said.find("dubious ownership") != std::string_view::npos)
            throw Error(
                fmt::format("git does not work in {}, which belongs to another user: git config --global --add "
                            "safe.directory {}",
                            printable(directory.string()), shell_quoted(directory.string())));
        throw Error(fmt::format("{} is in no work tree of git, so there is no push to look at ({})", directory.string(),
                                printable(said.empty() ? "git says nothing" : said)));
    }
    // Hooks run at the top of the work tree, and a relative core.hooksPath is relative to it.
    const fs::path folder = line_of(ask({"rev-parse", "--git-path", "hooks"}, result.top));
    if (folder.empty())
        throw Error("git does not say where its hooks are (git rev-parse --git-path hooks)", ExitCode::environment);
    result.folder = (result.top / folder).lexically_normal();
    const std::string setting = line_of(ask({"config", "--show-scope", "--get", "core.hooksPath"}, result.top));
    const std::size_t tab = setting.find('\t');
    if (tab != std::string::npos) {
        result.scope = setting.substr(0, tab);
        result.configured = setting.substr(tab + 1);
    } else {  // git before 2.26 does not know scopes
        result.configured = line_of(ask({"config", "--get", "core.hooksPath"}, result.top));
    }
    return result;
}

}  // namespace testskew::hook
