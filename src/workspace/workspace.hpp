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

}  // namespace testskew::workspace
