#pragma once
#include <filesystem>
#include <optional>

#include "workspace/git.hpp"

namespace testskew::workspace {

/// The part of the user's files that a workspace covers.
struct ProjectTree {
    std::filesystem::path project;   ///< canonical
    std::filesystem::path top;       ///< the work tree of git around the project, else the project itself
    std::filesystem::path relative;  ///< of the project in `top`; "." if they are the same
    std::optional<GitPlace> place;   ///< the project's repository, if it has one
    /// There is a repository around the project, but it covers the whole home folder or the whole disk (dotfiles), so
    /// that it is not the project's.
    bool repository_ignored = false;
};

/// Finds it. Throws Error (code 2) if `project` is no folder.
ProjectTree find_project_tree(const std::filesystem::path& project);

/// The canonical path of a folder. Throws Error (code 2) if it is none.
std::filesystem::path existing_folder(const std::filesystem::path& path);

}  // namespace testskew::workspace
