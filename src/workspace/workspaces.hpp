#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/workspace.hpp"

namespace testskew::workspace {

/// Makes the workspaces of one run. All calls are thread-safe.
class Workspaces {
public:
    /// `project` is the folder of the project. `asked`: nullopt takes an overlay where one can be mounted here (tried
    /// for real), else copies. `scratch` is where workspaces are made, nullopt chooses memory or disk by what is free.
    /// Throws Error: code 2 where an overlay was asked for and is impossible (with the reason), code 4 where there is
    /// no room.
    Workspaces(const std::filesystem::path& project, std::optional<Mode> asked,
               std::optional<std::filesystem::path> scratch = std::nullopt);
    ~Workspaces();
    Workspaces(Workspaces&&) noexcept;

    Mode mode() const;
    /// Why it is this mode, and where the workspaces are: one line for -v and doctor.
    std::string why() const;
    /// The git top level around the project, else the project.
    const std::filesystem::path& top() const;
    const std::filesystem::path& project() const;
    bool in_git() const;
    /// A test can rename folders of the project, as it can outside. False in an unprivileged overlay (EXDEV).
    bool renames_folders() const;

    /// Throws Error with code 2 for a state that is not there ("tracked" outside git, no such commit), 4 where it
    /// cannot be made.
    Workspace make(const FileState& state, const Options& options = {});

    /// The first path of the user's tree that is not what it was at construction; nullopt where all is.
    std::optional<std::string> changed() const;

    /// A digest of what the state contains, git facts included: the key of what was built from it.
    std::string stamp(const FileState& state);

    /// Where the files of two states differ, sorted by path. A folder that one side lacks is one delta; `below` lists
    /// inside one.
    std::vector<FileDelta> differences(const FilesSpec& bad, const FilesSpec& good, const std::string& below = "");

    /// git.head, git.branch ("" detached), git.detached, git.depth, git.shallow, git.tags (how many), git.dirty (how
    /// many paths), and workspace. Empty but for the last outside git. Computed once for each state.
    std::map<std::string, std::string> facts(const FileState& state);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The output of a session shows that a test met the one thing that an overlay cannot do (renaming a folder of the
/// project: EXDEV), so that the run has to be repeated with copies. Only for sessions of Workspaces with
/// !renames_folders().
bool met_overlay_limit(std::string_view output);

}  // namespace testskew::workspace
