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

/// The files of one session: a private state of the project that no other session, and not the user, ever sees.
/// docs/workspaces.md says how, and what a test can notice of it.
namespace testskew::workspace {

/// How sessions are kept apart: an overlay in a private mount namespace, on the project's own path, or a copy
/// elsewhere.
enum class Mode { overlay, copy };

std::string to_string(Mode mode);  ///< "overlay", "copy"

/// Which files a session sees.
struct FileState {
    FilesSpec base;
    std::map<std::string, FilesSpec>
        taken;  ///< by path relative to the covered tree; a folder stands for all that differs in it
    std::optional<FilesSpec> git_from;  ///< the `.git` of another state (HEAD, refs, index)
    GitSettings git;
    bool operator==(const FileState&) const = default;
};

/// One path in which two states differ.
struct FileDelta {
    enum class What { missing_in_bad, missing_in_good, content, line_endings, mode, symlink, kind };
    std::string path;  ///< relative to the covered tree
    What what = What::content;
    bool folder = false;  ///< a whole folder that one state does not have, with `files` in it
    long files = 1;
    std::string note;  ///< for people: "755 in bad, 644 in good"
};

std::string to_string(FileDelta::What what);

/// What a workspace is to have.
struct Options {
    bool private_home = true;  ///< HOME is in the workspace, with an identity for git; else it is the user's
    std::vector<std::filesystem::path>
        protect;  ///< other folders, such as the environment, that get an overlay; copies do nothing for them
    std::optional<std::pair<uid_t, gid_t>>
        owner;  ///< the user and group that the session will run as, if we are root and it is not
    /// A folder whose files are laid over the state, at the same places in the covered tree; empty for none. They win
    /// over everything that the state says of their paths.
    std::filesystem::path laid_over;
};

/// The place of one session. Its destructor removes it with all that was written in it.
struct Workspace {
    Workspace() = default;
    Workspace(Workspace&&) noexcept = default;
    Workspace& operator=(Workspace&&) noexcept = default;

    std::filesystem::path project;  ///< where the session sees the project
    std::filesystem::path top;      ///< where it sees the covered tree
    std::filesystem::path tmp;      ///< TMPDIR
    std::filesystem::path home;     ///< HOME
    std::filesystem::path layer;    ///< where its writes to the covered tree can be seen from outside of it
    std::filesystem::path scratch;  ///< outside the project, writable by the session: recordings go there
    /// Leads each process that is started there into the workspace. What one process writes is there for the next.
    process::Entrance entrance;
    std::map<std::string, std::string> environ;  ///< to be set in the session: TMPDIR, and HOME if it is private
    std::vector<std::string> notes;              ///< what is not as in the user's tree: "unreadable: data/secret"
    std::shared_ptr<void> keep;                  ///< removes the folder with its last copy
};

}  // namespace testskew::workspace
