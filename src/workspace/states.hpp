#pragma once
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "workspace/git.hpp"
#include "workspace/workspace.hpp"

/// The states of the files from which sessions begin: the user's tree itself, or a checkout of a commit. Each state is
/// made once for a run.
namespace testskew::workspace {

/// A state on disk. The user's own tree is such a state, and is only read.
struct Root {
    std::filesystem::path tree;
    /// A folder that has, at the same places, the repositories that a session sees instead of those in the tree. Empty
    /// if there are none.
    std::filesystem::path repositories;
    std::filesystem::path git;  ///< The place of the `.git` folder that a session will see; empty outside git.
};

class States {
public:
    /// `folder` is the folder in which checkouts are made. `place` is nullopt outside git. `objects` is how the
    /// checkouts come to their objects of git.
    States(std::filesystem::path top, std::optional<GitPlace> place, std::filesystem::path folder, Mode mode,
           Objects objects = Objects::copied);

    /// Returns the files of a state. Throws Error (code 2) if there is no such state.
    Root root(const FilesSpec& files);

    /// Returns a `.git` folder that is made for this hybrid, or nullopt if the hybrid has the one of its base.
    std::optional<std::filesystem::path> git_folder(const FileState& state);

    /// Returns the trees from which the paths of a hybrid are taken, by path. Throws Error (code 5) for a path that
    /// leads out of the tree or into `.git`.
    std::map<std::string, std::filesystem::path> taken_trees(const FileState& state);

    /// Returns the commit that a state has as HEAD. Returns "" for a repository without commits, and outside git.
    std::string commit(const FilesSpec& files);

    const std::optional<GitPlace>& place() const { return place_; }

private:
    Root worktree();
    Root nothing();
    Root check_out_once(const FilesSpec& files);

    std::filesystem::path top_;
    std::optional<GitPlace> place_;
    std::filesystem::path folder_;
    Mode mode_;
    Objects objects_;
    std::mutex mutex_;
    std::map<std::string, Root> roots_;
    std::map<std::string, std::filesystem::path> git_folders_;
    int count_ = 0;
};

/// Changes single git facts in a repository that is ours.
void change_git(const std::filesystem::path& git_folder, const GitSettings& settings);

/// Returns the facts git.* as in Workspaces::facts, of the work tree at `place`, as seen after `enter`.
std::map<std::string, std::string> git_facts(const GitPlace& place, const process::Entrance& entrance = {});

/// Returns true for testskew's own folder, which is never part of a state.
bool is_own_folder(std::string_view name, bool folder);
/// Returns true for a virtual environment, which is never part of a copy.
bool is_virtual_environment(const std::filesystem::path& folder);

}  // namespace testskew::workspace
