#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "workspace/workspace.hpp"

namespace testskew::runner {

/// The states of the project's files that the two sides of a run see.
class ProjectFiles {
public:
    virtual ~ProjectFiles() = default;

    /// The project's folder.
    virtual const std::filesystem::path& folder() const = 0;

    /// True if the project lies in a git repository.
    virtual bool in_git() const = 0;

    /// True if a session can rename folders of the project, as it can outside of a session.
    virtual bool renames_folders() const = 0;

    /// True if a session can rename a file of the project into its temporary folder, as it can outside of a session
    /// where both are on one file system.
    virtual bool renames_into_temporary() const = 0;

    /// The paths in which two states differ, sorted. A folder that one state lacks is one difference; `below` lists
    /// those inside such a folder.
    virtual std::vector<workspace::FileDelta> differences(const FilesSpec& bad, const FilesSpec& good,
                                                          const std::string& below) = 0;

    /// What git says of a state: "git.head", "git.branch" and so on.
    virtual std::map<std::string, std::string> facts(const workspace::FileState& state) = 0;

    /// A digest of all that a state contains.
    virtual std::string stamp(const workspace::FileState& state) = 0;

    /// A warning that names a project file that was edited while the sessions ran; empty if none was.
    virtual std::string edited() = 0;
};

}  // namespace testskew::runner
