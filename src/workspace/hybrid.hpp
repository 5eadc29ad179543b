#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "workspace/copy.hpp"

/// Files of one state put into another: first a plan, then carried out in an overlay's upper layer or in a copy.
namespace testskew::workspace {

/// One thing to do for a hybrid.
struct Change {
    std::string path;            ///< relative to the tree
    std::filesystem::path from;  ///< put this file, symlink or empty folder there; empty: take away what is there
    bool operator==(const Change&) const = default;
};

/// What has to change in the tree `base` so that each path of `taken` (a file or a folder) is as in the tree it is
/// taken from. Equal files are left alone. A folder that the other tree does not have goes with the last file in it.
std::vector<Change> plan_changes(const std::filesystem::path& base,
                                 const std::map<std::string, std::filesystem::path>& taken, const Skip& skip = {});

/// Carries the plan out in the upper layer of an overlay over `base`: whiteouts and files.
void change_upper(const std::filesystem::path& upper, const std::filesystem::path& base,
                  const std::vector<Change>& changes);

/// Carries the plan out in `tree`, a copy of the base.
void change_copy(const std::filesystem::path& tree, const std::vector<Change>& changes);

/// Hides `path` of the lower tree `base` in `upper`.
void hide(const std::filesystem::path& upper, const std::filesystem::path& base, const std::string& path);

/// Same kind, permissions and content. Never judged by times: files written within one tick of the clock share theirs.
bool same_entry(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace testskew::workspace
