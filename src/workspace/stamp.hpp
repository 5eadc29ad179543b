#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "workspace/git.hpp"
#include "workspace/tree.hpp"

/// Finds out whether the user has edited files while sessions ran.
namespace testskew::workspace {

/// True for names that tools and editors write without the user changing anything: caches of Python, pytest and
/// linters, swap files. Also for testskew's own folder, and for virtual environments and node_modules by their usual
/// names, as they are too large to be looked at.
bool is_noise(std::string_view name, bool folder);

/// What the user's tree was when the stamp was made: the size, time, mode and inode of every file that is no noise. Of
/// git it holds HEAD, the refs, the configuration and what the index says. The file of the index does not count, as
/// every `git status` of an editor writes it.
class TreeStamp {
public:
    TreeStamp(std::filesystem::path top, std::optional<GitPlace> place);

    /// The first path that is no longer what it was; nullopt if all are.
    std::optional<std::string> changed() const;

    /// A digest of all that the stamp holds, but for the index of git.
    std::string digest() const;

private:
    std::vector<TreeEntry> look() const;
    std::filesystem::path top_;
    std::optional<GitPlace> place_;
    std::vector<TreeEntry> entries_;
    std::string index_;
};

}  // namespace testskew::workspace
