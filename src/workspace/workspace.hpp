#pragma once
#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/profile.hpp"

/// The files of one session: a private state of the project that no other session, and not the user, ever sees.
/// docs/workspaces.md says how, and what a test can notice of it.
namespace testskew::workspace {

/// How sessions are kept apart: an overlay in a private mount namespace, on the project's own path, or a copy
/// elsewhere.
enum class Mode { overlay, copy };

std::string to_string(Mode mode);  ///< "overlay", "copy"

/// Single git facts made different from what they are. What is not set stays.
struct GitChanges {
    std::optional<int> depth;           ///< history ends after so many commits, as in a shallow clone
    std::optional<bool> tags;           ///< false: no tag
    std::optional<std::string> branch;  ///< HEAD's branch; "" detached. The commit stays
    bool operator==(const GitChanges&) const = default;
};

/// Which files a session sees.
struct FileState {
    FilesSpec base;
    std::map<std::string, FilesSpec>
        taken;  ///< paths relative to the covered tree; a folder stands for all that differs in it
    std::optional<FilesSpec> git_from;  ///< the `.git` of another state (HEAD, refs, index)
    GitChanges git;
    bool operator==(const FileState&) const = default;
};

/// One path in which two states differ.
struct FileDelta {
    enum class What { missing_in_bad, missing_in_good, content, line_endings, mode, symlink, kind };
    std::string path;  ///< relative to the covered tree
    What what = What::content;
    bool folder = false;  ///< a whole folder that one state does not have: `files` in it
    long files = 1;
    std::string note;  ///< "executable in bad only", "ignored by git" ...: for people
};

std::string to_string(FileDelta::What what);

struct Options {
    bool private_home = true;  ///< HOME in the workspace, with a git identity; else the user's
    std::vector<std::filesystem::path>
        protect;  ///< other folders that get an overlay (the environment); in copy mode nothing
    std::optional<std::pair<uid_t, gid_t>>
        owner;  ///< who the session will run as, where we are root and it is somebody else
};

/// The place of one session. Removed with all that was written in it on destruction.
struct Workspace {
    Workspace() = default;
    Workspace(Workspace&&) noexcept = default;
    Workspace& operator=(Workspace&&) noexcept = default;

    std::filesystem::path project;  ///< where the session sees the project
    std::filesystem::path top;      ///< where it sees the covered tree
    std::filesystem::path tmp;      ///< TMPDIR
    std::filesystem::path home;     ///< HOME
    std::filesystem::path scratch;  ///< for us: recordings; outside the project, writable by the session
    /// Run in the child between fork and exec (Command::before_exec; Command::directory is `project`), once for each
    /// process started in the workspace, one after the other. What they write there stays for the next. Throws
    /// std::runtime_error.
    std::function<void()> enter;
    std::map<std::string, std::string> environ;  ///< to be set in the session: TMPDIR, and HOME where it is private
    std::vector<std::string> notes;              ///< what is not as in the user's tree: "unreadable: data/secret"
    std::shared_ptr<void> keep;                  ///< removes the folder
};

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
