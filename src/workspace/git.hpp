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

/// Where a repository's parts are.
struct GitPlace {
    std::filesystem::path top;     ///< of the work tree
    std::filesystem::path link;    ///< top/.git, a folder or a file
    std::filesystem::path folder;  ///< what it leads to: this work tree's HEAD and index
    std::filesystem::path common;  ///< refs and objects: the same, or the main repository's for a linked worktree
    bool inside() const { return link == folder; }  ///< .git is a folder, and everything is in it
};

/// What `top`/.git is; nullopt where it is no repository (missing, an empty folder, a file that leads nowhere).
std::optional<GitPlace> read_git_place(const std::filesystem::path& top);

/// The nearest folder from `project` upwards that is a work tree. Found without running git.
std::optional<GitPlace> find_git(const std::filesystem::path& project);

/// The variables that point git at this place. Whose the repository is does then not matter (safe.directory).
std::map<std::string, std::string> pointing_at(const GitPlace& place);

/// Runs git in `directory`; `more` is added to its environ, `enter` run before it (into a workspace). Data like any
/// process; start_error where there is no git on PATH.
process::Exit git(const std::vector<std::string>& arguments, const std::filesystem::path& directory,
                  const std::map<std::string, std::string>& more = {}, const std::function<void()>& enter = {});

/// The same, giving its output without the last newline. Throws Error (code 4) with git's first line where it fails.
std::string git_output(const std::vector<std::string>& arguments, const std::filesystem::path& directory,
                       const std::map<std::string, std::string>& more = {});

/// A repository of its own in the new folder `to` (a `.git`), made from one that is elsewhere: nothing in it leads
/// back. Locks and the bookkeeping of other worktrees stay out.
void copy_repository(const GitPlace& from, const std::filesystem::path& to);

/// HEAD's content as a fresh clone on a CI machine would check it out into the work tree around `git_folder`, with line
/// endings by .gitattributes, git-lfs pointers as they are, mode bits under umask 022. Submodules that `original` has
/// are checked out too.
void check_out(const std::filesystem::path& git_folder, const std::filesystem::path& original);

}  // namespace testskew::workspace
