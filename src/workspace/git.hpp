#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "process/process.hpp"

/// git, by the `git` program. Never writes to a repository that is not ours, takes nothing from the user's
/// configuration or GIT_ variables, runs no hook, no filter of git-lfs, no pager and no network.
namespace testskew::workspace {

/// Where the parts of a repository are.
struct GitPlace {
    std::filesystem::path top;                      ///< of the work tree
    std::filesystem::path link;                     ///< top/.git, a folder or a file
    std::filesystem::path folder;                   ///< what it leads to: this work tree's HEAD and index
    std::filesystem::path common;                   ///< refs and objects; another folder only for a linked worktree
    bool inside() const { return link == folder; }  ///< `.git` is a folder, not a file or a symlink
};

/// What `top`/.git is; nullopt if it is no repository but missing, an empty folder, or a file that leads nowhere.
std::optional<GitPlace> read_git_place(const std::filesystem::path& top);

/// The nearest work tree from `project` upwards; nullopt if there is none. Found without running git.
std::optional<GitPlace> find_git(const std::filesystem::path& project);

/// The variables that point git at this place. With them it does not matter to git who owns the repository.
std::map<std::string, std::string> pointing_at(const GitPlace& place);

/// Runs git in `directory`. `more` is added to its environ, and `entrance` leads it into a workspace. What happens to
/// it is data, as for any process; start_error is set if there is no git on PATH.
process::Exit git(const std::vector<std::string>& arguments, const std::filesystem::path& directory,
                  const std::map<std::string, std::string>& more = {}, const process::Entrance& entrance = {});

/// Runs git and gives its output without the last newline. Throws Error (code 4) with the first line of what git said
/// if it fails.
std::string git_output(const std::vector<std::string>& arguments, const std::filesystem::path& directory,
                       const std::map<std::string, std::string>& more = {});

/// Makes the new folder `to`, a `.git`, a repository of its own, copied from one that is elsewhere. Nothing in it leads
/// back. Locks and the bookkeeping of other worktrees are left out.
void copy_repository(const GitPlace& from, const std::filesystem::path& to);

/// Checks HEAD out into the work tree around `git_folder` as a fresh clone on a CI machine would: with line endings by
/// .gitattributes, with pointers of git-lfs as they are, and with modes under umask 022. Submodules that `original` has
/// are checked out too. Throws Error (code 4).
void check_out(const std::filesystem::path& git_folder, const std::filesystem::path& original);

}  // namespace testskew::workspace
