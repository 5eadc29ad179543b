#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "workspace/git.hpp"
#include "workspace/tree.hpp"

/// Finds out whether the user has edited files while sessions ran.
namespace testskew::workspace {

/// Returns true for names that tools and editors write although the user changes nothing: caches of Python, pytest and
/// linters, and swap files. It is also true for testskew's own folder, and for virtual environments and node_modules by
/// their usual names, because these are too large to be looked at.
bool is_noise(std::string_view name, bool folder);

/// The state of the user's tree when the stamp was made: the size, time, mode and inode of every file that is no noise.
/// For git it holds HEAD, the refs, the configuration and the content of the index. The file of the index itself does
/// not count, because every `git status` of an editor writes it.
class TreeStamp {
public:
    TreeStamp(std::filesystem::path top, std::optional<GitPlace> place);

    /// Returns the first path that is no longer what it was, or nullopt if all paths are.
    std::optional<std::string> changed() const;

    /// Returns a digest of everything that the stamp holds, except the index of git.
    std::string digest() const;

private:
    std::vector<TreeEntry> look() const;
    std::filesystem::path top_;
    std::optional<GitPlace> place_;
    std::vector<TreeEntry> entries_;
    std::string index_;
};

}  // namespace testskew::workspace
