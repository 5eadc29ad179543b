#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "workspace/copy.hpp"

/// Puts files of one state into another. A plan is made first, and then carried out in the upper layer of an overlay or
/// in a copy.
namespace testskew::workspace {

/// One step of a plan.
struct Change {
    std::string path;            ///< relative to the tree
    std::filesystem::path from;  ///< the file, symlink or empty folder to put there; empty to take away what is there
    bool operator==(const Change&) const = default;
};

/// What has to change in the tree `base` so that each path of `taken`, a file or a folder, is as it is in the tree that
/// stands beside it. Equal files are left alone. A folder that the other tree does not have goes with its last file.
std::vector<Change> plan_changes(const std::filesystem::path& base,
                                 const std::map<std::string, std::filesystem::path>& taken, const Skip& skip = {});

/// The plan that puts every file and symlink below `folder` to the same place. Empty for an empty path.
std::vector<Change> putting_all_of(const std::filesystem::path& folder);

/// Carries the plan out in the upper layer of an overlay over `base`, by files and whiteouts.
void change_upper(const std::filesystem::path& upper, const std::filesystem::path& base,
                  const std::vector<Change>& changes);

/// Carries the plan out in `tree`, a copy of the base.
void change_copy(const std::filesystem::path& tree, const std::vector<Change>& changes);

/// Hides `path` of the lower tree `base`, if it is there, by a whiteout in `upper`.
void hide(const std::filesystem::path& upper, const std::filesystem::path& base, const std::string& path);

/// True if both have the same kind, permissions and content, or both are missing. Times do not count, as files that are
/// written within one tick of the clock share theirs.
bool same_entry(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace testskew::workspace
