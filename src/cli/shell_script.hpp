#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "process/process.hpp"
#include "sides/side.hpp"
#include "util/secrets.hpp"

namespace testskew::cli {

/// A file or folder that the session has for itself, below `tmp` or `home` of RepeatedSession.
struct PrivateFile {
    std::string path;  ///< "tmp/github/output", "home/.gitconfig"
    bool folder = false;
    std::string text;
};

/// What a shell script needs to know of a session that it shall repeat without testskew.
struct RepeatedSession {
    sides::Side side;
    std::filesystem::path top, project;  ///< the user's own tree, and the project in it
    /// As the session sees them, and as they stand in its commands and variables. `home` is empty if it has the user's.
    std::filesystem::path seen_top, environment, tmp, home;
    bool built = false;  ///< a build of the project wrote files into the tree, which the user's own does not have
    std::vector<PrivateFile> files;
    std::vector<process::Command> setup;
    process::Command command;
};

/// The commands for a POSIX shell that repeat a session by hand: where its files are, which variables differ from
/// `own`, those of the shell in which it is pasted, and pytest with its tests in their order. What it makes lies in one
/// temporary folder, which it removes; the shell stays in its folder. A secret is not written: it is taken from the
/// shell's variable of the same name, and a comment asks for it.
std::string shell_script(const RepeatedSession& session, const std::map<std::string, std::string>& own,
                         const Secrets& secrets);

/// The files and folders in `folder`, as PrivateFile::path has them below `name`. What is very large has no text.
std::vector<PrivateFile> private_files(const std::filesystem::path& folder, const std::string& name);

}  // namespace testskew::cli
