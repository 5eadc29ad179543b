#pragma once
#include <sys/types.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/profile.hpp"
#include "process/preparation.hpp"

/// The files of one session. They are a private state of the project that no other session and no user ever sees.
/// docs/workspaces.md describes how this is done, and what a test can notice of it.
namespace testskew::workspace {

/// How sessions are kept apart: by an overlay in a private mount namespace, on the project's own path, or by a copy in
/// another place.
enum class Mode { overlay, copy };

std::string to_string(Mode mode);  ///< Returns "overlay" or "copy".

/// The files that a session sees.
struct FileState {
    FilesSpec base;
    /// Maps a path, relative to the covered tree, to where it is taken from. A folder stands for everything that
    /// differs in it.
    std::map<std::string, FilesSpec> taken;
    std::optional<FilesSpec> git_from;  ///< The state whose `.git` is taken (HEAD, refs, index).
    GitSettings git;
    /// Maps a path, relative to the covered tree, to a folder that has another state of that tree, from which the path
    /// is taken. A path that the folder does not have is removed.
    std::map<std::string, std::filesystem::path> put_back = {};
    bool operator==(const FileState&) const = default;
};

/// One path in which two states differ.
struct FileDelta {
    enum class What { missing_in_bad, missing_in_good, content, line_endings, mode, symlink, kind };
    std::string path;  ///< The path relative to the covered tree.
    What what = What::content;
    bool folder = false;  ///< It is a whole folder that one state does not have, with `files` in it.
    long files = 1;
    std::string note;  ///< A text for people: "755 in bad, 644 in good".
};

std::string to_string(FileDelta::What what);

/// What a workspace is to have.
struct Options {
    /// HOME is in the workspace, with an identity for git. If this is false, HOME is the user's.
    bool private_home = true;
    /// Other folders, such as the environment, that get an overlay. Copies do nothing for them.
    std::vector<std::filesystem::path> protect;
    /// The user and the group that the session will run as, if we are root and the session is not.
    std::optional<std::pair<uid_t, gid_t>> owner;
    /// A folder whose files are laid over the state, at the same places in the covered tree; empty if there is none.
    /// Its files win over everything that the state says about their paths.
    std::filesystem::path laid_over;
};

/// The place of one session. Its destructor removes it with everything that was written in it.
struct Workspace {
    Workspace() = default;
    Workspace(Workspace&&) noexcept = default;
    Workspace& operator=(Workspace&&) noexcept = default;

    std::filesystem::path project;  ///< Where the session sees the project.
    std::filesystem::path top;      ///< Where the session sees the covered tree.
    std::filesystem::path tmp;      ///< The session's TMPDIR.
    std::filesystem::path home;     ///< The session's HOME.
    std::filesystem::path layer;    ///< Where the session's writes to the covered tree can be seen from outside.
    /// A folder outside the project that the session can write to. Recordings go there.
    std::filesystem::path scratch;
    /// Leads each process that is started there into the workspace. What one process writes is there for the next one.
    process::Entrance entrance;
    /// Variables to be set in the session: TMPDIR, and HOME if it is private.
    std::map<std::string, std::string> environ;
    std::vector<std::string> notes;  ///< What differs from the user's tree: "unreadable: data/secret".
    std::shared_ptr<void> keep;      ///< Removes the folder together with its last copy.
};

}  // namespace testskew::workspace
