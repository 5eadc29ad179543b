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
    /// `project` is the folder of the project. Without `asked`, overlays are taken if one can be mounted here, which is
    /// tried for real, else copies. Without `scratch`, the workspaces are made in memory or on disk, by what is free.
    /// Throws Error: code 2 with the reason if an overlay was asked for and is impossible, code 4 if there is no room.
    Workspaces(const std::filesystem::path& project, std::optional<Mode> asked,
               const std::optional<std::filesystem::path>& scratch = std::nullopt);
    ~Workspaces();
    Workspaces(Workspaces&&) noexcept;

    Mode mode() const;
    /// One line for -v and doctor: why it is this mode, and where the workspaces are.
    std::string why() const;
    /// The work tree of git around the project, else the project itself.
    const std::filesystem::path& top() const;
    const std::filesystem::path& project() const;
    bool in_git() const;
    /// True if a test can rename folders of the project, as it can outside. An unprivileged overlay refuses it (EXDEV).
    bool renames_folders() const;

    /// Makes the workspace of one session. Throws Error: code 2 for a state that is not there ("tracked" outside git,
    /// no such commit), code 4 if it cannot be made.
    Workspace make(const FileState& state, const Options& options = {});

    /// The first path of the user's tree that is no longer what it was when this object was made; nullopt if all are.
    std::optional<std::string> changed() const;

    /// A digest of what a state contains, the facts of git included. It is the key of what is built from the state.
    std::string stamp(const FileState& state);

    /// The paths in which two states differ, sorted. A folder that one side lacks is one delta; `below` lists what is
    /// inside of it.
    std::vector<FileDelta> differences(const FilesSpec& bad, const FilesSpec& good, const std::string& below = "");

    /// The extension modules in the user's tree that git does not know of, by their names (*.so); all of them outside
    /// git. Virtual environments are not looked into.
    std::vector<std::string> untracked_extension_modules() const;

    /// The facts git.head, git.branch ("" if detached), git.detached, git.depth, git.shallow, git.tags (how many),
    /// git.dirty (how many paths), and workspace, which is the only one outside git. Found out once for each state.
    std::map<std::string, std::string> facts(const FileState& state);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// True if the output of a session shows that a test met the one thing that an unprivileged overlay cannot do, which is
/// renaming a folder of the project (EXDEV). Ask only if renames_folders() is false; the run must then be repeated with
/// copies.
bool met_overlay_limit(std::string_view output);

}  // namespace testskew::workspace
