#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "model/profile.hpp"
#include "process/process.hpp"
#include "util/secrets.hpp"

namespace testskew::cli {

/// What a shell script needs to know of a session that it shall repeat without testskew.
struct RepeatedSession {
    std::string name;               ///< of the side, for a comment
    std::string interpreter;        ///< its version, for a comment
    std::filesystem::path project;  ///< the user's own tree
    FilesSpec files;
    process::Command command;
};

/// The commands for a POSIX shell that repeat a session by hand: where its files are, which variables differ from
/// `own`, those of the shell in which it is pasted, and pytest with its tests in their order. A secret is not written:
/// it is taken from the shell's variable of the same name, and a comment asks for it.
std::string shell_script(const RepeatedSession& session, const std::map<std::string, std::string>& own,
                         const Secrets& secrets);

}  // namespace testskew::cli
