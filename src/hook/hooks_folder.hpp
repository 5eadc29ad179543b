#pragma once
#include <filesystem>
#include <string>

namespace testskew::hook {

/// Where git looks for the hooks of a repository.
struct HooksFolder {
    std::filesystem::path folder;  ///< absolute; it may be missing
    std::filesystem::path top;     ///< the work tree
    std::string configured;        ///< core.hooksPath as it is written; "" if it is not set
    /// The scope of the configuration that sets it: "local", "worktree", "global", "system", "command".
    std::string scope;
    /// True if the folder belongs to this repository alone, and not to all repositories of the user or the machine.
    bool of_repository() const {
        return configured.empty() || scope == "local" || scope == "worktree" || scope.empty();
    }
    /// True if husky writes this folder anew whenever it is installed.
    bool husky() const;
    std::filesystem::path pre_push() const { return folder / "pre-push"; }
};

/// Asks git, with the user's own configuration, for the hooks of the repository around `directory`: a linked work tree
/// has those of its main one, a submodule its own. Throws Error (usage) if there is no work tree, and (exit code 4) if
/// there is no git.
HooksFolder find_hooks(const std::filesystem::path& directory);

}  // namespace testskew::hook
