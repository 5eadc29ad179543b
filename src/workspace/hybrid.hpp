#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "workspace/copy.hpp"

/// Puts files of one state into another state. A plan is made first, and is then carried out in the upper layer of an
/// overlay or in a copy.
namespace testskew::workspace {

/// One step of a plan.
struct Change {
    std::string path;  ///< The path is relative to the tree.
    /// The file, symlink or empty folder to put there. If it is empty, what is there is removed.
    std::filesystem::path from;
    bool operator==(const Change&) const = default;
};

/// Returns what has to change in the tree `base` so that each path of `taken`, a file or a folder, is as it is in the
/// tree that stands beside the path. Equal files are left alone. A folder that the other tree does not have is removed
/// with its last file.
std::vector<Change> plan_changes(const std::filesystem::path& base,
                                 const std::map<std::string, std::filesystem::path>& taken, const Skip& skip = {});

/// Returns the plan that puts every file and symlink below `folder` in the same place. It is empty for an empty path.
std::vector<Change> putting_all_of(const std::filesystem::path& folder);

/// Carries the plan out in the upper layer of an overlay over `base`, with files and whiteouts.
void change_upper(const std::filesystem::path& upper, const std::filesystem::path& base,
                  const std::vector<Change>& changes);

/// Carries the plan out in `tree`, a copy of the base.
void change_copy(const std::filesystem::path& tree, const std::vector<Change>& changes);

/// Hides `path` of the lower tree `base`, if it is there, by a whiteout in `upper`.
void hide(const std::filesystem::path& upper, const std::filesystem::path& base, const std::string& path);

/// Returns true if both have the same kind, permissions and content, or if both are missing. Times do not count,
/// because files that are written within one tick of the clock have the same time.
bool same_entry(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace testskew::workspace
