#include "workspace/copies.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "util/files.hpp"
#include "workspace/copy.hpp"
#include "workspace/git.hpp"
#include "workspace/hybrid.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

/// Returns what no copy of `tree` contains: testskew's own folder, and virtual environments, because these hold
/// absolute paths.
Skip left_out(const fs::path& tree) {
    return [tree](std::string_view path, std::string_view name, bool folder) {
        return is_own_folder(name, folder) || (folder && is_virtual_environment(tree / path));
    };
}

/// Copies the tree, but not the repositories that are put there afterwards.
void copy_files(const Root& root, const fs::path& tree, bool other_repository, std::vector<std::string>& notes) {
    const Skip common = left_out(root.tree);
    const CopyReport report =
        copy_tree(root.tree, tree, [&](std::string_view path, std::string_view name, bool is_folder) {
            if (common(path, name, is_folder)) {
                if (name != ".testskew") notes.push_back(fmt::format("left out: {} (a virtual environment)", path));
                return true;
            }
            if (name != ".git") return false;
            if (path == ".git" && other_repository) return true;
            return !root.repositories.empty() && status_of(root.repositories / path).has_value();
        });
    if (!root.repositories.empty()) {
        copy_tree(root.repositories, tree,
                  [&](std::string_view path, std::string_view, bool) { return path == ".git" && other_repository; });
        copy_attributes(root.tree, tree);
    }
    for (const std::string& path : report.unreadable) notes.push_back("unreadable: " + path);
    for (const std::string& path : report.skipped)
        notes.push_back("left out: " + path + " (no file, folder or symlink)");
}

/// Makes git trust the copy. The index remembers the inodes of files and the times at which they changed, and no copy
/// can keep those. Without a refresh, commands that trust the index say that every file is modified.
void settle_git(const fs::path& tree) {
    const fs::path folder = tree / ".git";
    const auto here = pointing_at({tree, folder, folder, folder});
    if (read_file(folder / "config").value_or("").find("worktree") != std::string::npos)
        git({"config", "--file", (folder / "config").string(), "--unset-all", "core.worktree"}, tree);
    git({"update-index", "-q", "--refresh"}, tree, here);
}

}  // namespace

std::uint64_t copy_size(const fs::path& top) {
    constexpr std::uint64_t page = 4096;  // A file takes at least this much.
    std::uint64_t bytes = 0;
    for (const TreeEntry& entry : walk(top, left_out(top)))
        bytes += page + (S_ISREG(entry.mode) ? static_cast<std::uint64_t>(entry.size) : 0);
    return bytes;
}

void Copies::fill(Workspace& workspace, const fs::path& folder, const FileState& state,
                  const fs::path& laid_over) const {
    const Root root = states_.root(state.base);
    const auto git_folder = states_.git_folder(state);
    const fs::path tree = folder / (tree_.top.filename().empty() ? "root" : tree_.top.filename());
    copy_files(root, tree, git_folder.has_value(), workspace.notes);
    change_copy(tree, plan_changes(root.tree, states_.taken_trees(state), left_out(root.tree)));
    change_copy(tree, putting_all_of(laid_over));
    if (git_folder) copy_tree(*git_folder, tree / ".git");
    if (!root.git.empty()) settle_git(tree);
    workspace.top = workspace.layer = tree;
    workspace.entrance = {{}, tree_.relative == "." ? tree : tree / tree_.relative};
}

}  // namespace testskew::workspace
