#pragma once
#include <filesystem>
#include <optional>

#include "workspace/git.hpp"

namespace testskew::workspace {

/// The part of the user's files that a workspace covers.
struct ProjectTree {
    std::filesystem::path project;   ///< The canonical path of the project.
    std::filesystem::path top;       ///< The work tree of git around the project, or else the project itself.
    std::filesystem::path relative;  ///< The path of the project in `top`; "." if they are the same.
    std::optional<GitPlace> place;   ///< The project's repository, if it has one.
    /// There is a repository around the project. But it covers the whole home folder or the whole disk (dotfiles), so
    /// it is not the project's repository.
    bool repository_ignored = false;
};

/// Finds the tree of a project. Throws Error (code 2) if `project` is no folder.
ProjectTree find_project_tree(const std::filesystem::path& project);

/// Returns the canonical path of a folder. Throws Error (code 2) if it is no folder.
std::filesystem::path existing_folder(const std::filesystem::path& path);

}  // namespace testskew::workspace
