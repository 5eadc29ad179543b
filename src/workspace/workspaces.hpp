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
    /// `project` is the folder of the project. If `asked` is not given, overlays are taken if one can be mounted here,
    /// which is really tried, and copies otherwise. If `scratch` is not given, the workspaces are made in memory or on
    /// disk, wherever there is room, but not in /dev/shm if the sessions are `sandboxed`. Throws Error: code 2 with the
    /// reason if an overlay was asked for and is impossible, and code 4 if there is no room.
    Workspaces(const std::filesystem::path& project, std::optional<Mode> asked,
               const std::optional<std::filesystem::path>& scratch = std::nullopt, bool sandboxed = false);
    ~Workspaces();
    Workspaces(Workspaces&&) noexcept;

    Mode mode() const;
    /// Returns one line for -v and doctor, which says why this mode was chosen and where the workspaces are.
    std::string why() const;
    /// Returns the work tree of git around the project, or else the project itself.
    const std::filesystem::path& top() const;
    const std::filesystem::path& project() const;
    bool in_git() const;
    /// Returns true if a test can rename folders of the project, as it can outside. An unprivileged overlay refuses it
    /// (EXDEV).
    bool renames_folders() const;

    /// Makes the workspace of one session. Throws Error: code 2 for a state that does not exist ("tracked" outside git,
    /// or an unknown commit), and code 4 if the workspace cannot be made.
    Workspace make(const FileState& state, const Options& options = {});

    /// Returns the first path of the user's tree that is no longer what it was when this object was made, or nullopt if
    /// all paths are.
    std::optional<std::string> changed() const;

    /// Returns a digest of what a state contains, including the facts of git. It is the key of what is built from the
    /// state.
    std::string stamp(const FileState& state);

    /// Returns the paths in which two states differ, sorted. A folder that one side lacks is one delta, and `below`
    /// lists what is inside it.
    std::vector<FileDelta> differences(const FilesSpec& bad, const FilesSpec& good, const std::string& below = "");

    /// Returns the names of the extension modules (*.so) in the user's tree that git does not know, or all of them
    /// outside git. Virtual environments are not searched.
    std::vector<std::string> untracked_extension_modules() const;

    /// Returns the facts git.head, git.branch ("" if detached), git.detached, git.depth, git.shallow, git.tags (how
    /// many) and git.dirty (how many paths), and workspace, which is the only fact outside git. They are found out once
    /// for each state.
    std::map<std::string, std::string> facts(const FileState& state);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Returns true if the output of a session shows that a test met what an overlay cannot do (EXDEV): renaming a file of
/// the project into the temporary folder, and without privileges a folder of the project. Ask only if an overlay was
/// used. The run must then be repeated with copies.
bool met_overlay_limit(std::string_view output);

}  // namespace testskew::workspace
