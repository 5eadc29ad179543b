#pragma once
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "workspace/git.hpp"
#include "workspace/workspace.hpp"

/// The states of the files that sessions begin from, each made once per run: the user's tree itself, or a checkout of a
/// commit.
namespace testskew::workspace {

/// A state on disk. The user's own tree is one, and is only read.
struct Root {
    std::filesystem::path tree;
    /// Repositories that are to be seen instead of what is in the tree: a folder that has them at the same places (""
    /// none).
    std::filesystem::path repositories;
    std::filesystem::path git;  ///< the `.git` folder that a session will see, where it is now; empty outside git
};

class States {
public:
    /// `folder`: where checkouts are made. `place`: nullopt outside git.
    States(std::filesystem::path top, std::optional<GitPlace> place, std::filesystem::path folder, Mode mode);

    /// The state's files. Throws Error with code 2 where there is no such state.
    Root root(const FilesSpec& files);

    /// A `.git` folder for this hybrid, where it is not simply the base's; nullopt where it is.
    std::optional<std::filesystem::path> git_folder(const FileState& state);

    /// The trees that the paths of a hybrid are taken from, by path. Throws Error (code 5) for a path that leads out of
    /// the tree or into `.git`.
    std::map<std::string, std::filesystem::path> taken_trees(const FileState& state);

    /// The commit that a state has as HEAD, "" for a repository without commits and outside git.
    std::string commit(const FilesSpec& files);

    const std::optional<GitPlace>& place() const { return place_; }

private:
    Root worktree();
    Root check_out_once(const FilesSpec& files);

    std::filesystem::path top_;
    std::optional<GitPlace> place_;
    std::filesystem::path folder_;
    Mode mode_;
    std::mutex mutex_;
    std::map<std::string, Root> roots_;
    std::map<std::string, std::filesystem::path> git_folders_;
    int count_ = 0;
};

/// Makes single git facts different in a repository that is ours.
void change_git(const std::filesystem::path& git_folder, const GitChanges& changes);

/// git.* as in Workspaces::facts, of the work tree at `place`, as seen after `enter`.
std::map<std::string, std::string> git_facts(const GitPlace& place, const std::function<void()>& enter = {});

/// What is never part of a state: testskew's own folder, and in copies virtual environments.
bool is_own_folder(std::string_view name, bool folder);
bool is_virtual_environment(const std::filesystem::path& folder);

/// "worktree", "tracked", "ref:..."
std::string name_of(const FilesSpec& files);

}  // namespace testskew::workspace
