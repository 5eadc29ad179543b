#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "workspace/git.hpp"
#include "workspace/tree.hpp"

/// Has the user edited meanwhile?
namespace testskew::workspace {

/// Names that tools and editors write without the user changing anything: caches of Python, pytest and linters, swap
/// files. Also testskew's own folder, virtual environments (by their usual names and by pyvenv.cfg) and node_modules:
/// too large to be looked at.
bool is_noise(std::string_view name, bool folder);

/// What the user's tree was at one moment: size, time, mode and inode of every file that is no noise; of git its HEAD,
/// refs, configuration and what the index says (not its file: every `git status` of an editor writes that).
class TreeStamp {
public:
    TreeStamp(std::filesystem::path top, std::optional<GitPlace> place);

    /// The first path that is not what it was.
    std::optional<std::string> changed() const;

    /// A digest of all that is looked at.
    std::string digest() const;

private:
    std::vector<TreeEntry> look() const;
    std::filesystem::path top_;
    std::optional<GitPlace> place_;
    std::vector<TreeEntry> entries_;
    std::string index_;
};

}  // namespace testskew::workspace
