#include "workspace/hybrid.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

#include "util/error.hpp"
#include "util/files.hpp"
#include "workspace/mount.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

std::string parent_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

/// Returns the paths below `path` that are no folders, and the folders that are empty. If `path` is no folder, it
/// returns `path` itself.
std::set<std::string> leaves(const fs::path& root, const std::string& path, const Skip& skip) {
    std::set<std::string> found;
    const auto status = status_of(root / path);
    if (!status) return found;
    if (!S_ISDIR(status->st_mode)) return {path};
    const Skip below = skip ? Skip([&](std::string_view inside, std::string_view name, bool folder) {
        return skip(path + "/" + std::string(inside), name, folder);
    })
                            : Skip{};
    const std::vector<TreeEntry> entries = walk(root / path, below);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool filled =
            entries[i].folder() && i + 1 < entries.size() && entries[i + 1].path.rfind(entries[i].path + "/", 0) == 0;
        if (!filled) found.insert(path + "/" + entries[i].path);
    }
    if (found.empty()) found.insert(path);
    return found;
}

/// Returns true if everything directly in the folder is to be removed, and nothing is to be put there.
bool becomes_empty(const fs::path& base, const std::string& folder, const std::set<std::string>& removed,
                   const std::set<std::string>& put) {
    const auto next = put.lower_bound(folder + "/");
    if (next != put.end() && next->rfind(folder + "/", 0) == 0) return false;
    std::error_code error;
    for (fs::directory_iterator it(base / folder, error), end; !error && it != end; it.increment(error)) {
        if (!removed.count(folder + "/" + it->path().filename().string())) return false;
    }
    return !error;
}

void make_folder(const fs::path& path) {
    if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST)
        throw Error(fmt::format("cannot make {}: {}", path.string(), std::strerror(errno)), ExitCode::environment);
}

/// Makes the folders on the way to `path` in the upper layer, and adds to `made` those that the base has as well.
void make_parents(const fs::path& upper, const fs::path& base, const std::string& path,
                  std::vector<std::string>& made) {
    const std::string parent = parent_of(path);
    if (parent.empty()) return;
    const auto there = status_of(upper / parent);
    if (there && S_ISDIR(there->st_mode)) return;
    make_parents(upper, base, parent, made);
    if (there) remove_tree(upper / parent);  // A whiteout or a file gives way to the folder.
    make_folder(upper / parent);
    const auto below = status_of(base / parent);
    if (below && S_ISDIR(below->st_mode)) made.push_back(parent);
}

/// Gives folders their attributes at the end, because making something in a folder changes its time.
void give_attributes(const fs::path& upper, const fs::path& base, const std::vector<std::string>& made) {
    for (auto folder = made.rbegin(); folder != made.rend(); ++folder) copy_attributes(base / *folder, upper / *folder);
}

}  // namespace

bool same_entry(const fs::path& a, const fs::path& b) {
    const auto one = status_of(a), other = status_of(b);
    if (!one || !other) return !one && !other;
    if (one->st_mode != other->st_mode) return false;
    if (S_ISLNK(one->st_mode)) return link_target(a) == link_target(b);
    if (!S_ISREG(one->st_mode)) return true;
    if (one->st_size != other->st_size) return false;
    return (one->st_dev == other->st_dev && one->st_ino == other->st_ino) || same_bytes(a, b);
}

std::vector<Change> plan_changes(const fs::path& base, const std::map<std::string, fs::path>& taken, const Skip& skip) {
    std::map<std::string, fs::path> put;
    std::set<std::string> removed, put_paths;
    for (const auto& [path, root] : taken) {
        const std::set<std::string> there = leaves(root, path, skip), here = leaves(base, path, skip);
        for (const std::string& leaf : there) {
            // The name of an object of git tells its content.
            const bool named_by_content =
                leaf.rfind(".git/objects/", 0) == 0 && leaf.rfind(".git/objects/info/", 0) != 0;
            if (named_by_content ? status_of(base / leaf).has_value() : same_entry(base / leaf, root / leaf)) continue;
            put[leaf] = root / leaf;
            put_paths.insert(leaf);
        }
        for (const std::string& leaf : here) {
            if (there.count(leaf) || status_of(root / leaf)) continue;
            removed.insert(leaf);
        }
    }
    // A folder that loses all its files is removed as well, the innermost first, unless the other tree has it.
    const std::set<std::string> files = removed;
    for (auto leaf = files.rbegin(); leaf != files.rend(); ++leaf) {
        const auto source = std::find_if(taken.begin(), taken.end(), [&](const auto& item) {
            return *leaf == item.first || leaf->rfind(item.first + "/", 0) == 0;
        });
        for (std::string folder = parent_of(*leaf); !folder.empty() && source != taken.end();
             folder = parent_of(folder)) {
            if (status_of(source->second / folder) || removed.count(folder) ||
                !becomes_empty(base, folder, removed, put_paths))
                break;
            removed.insert(folder);
        }
    }
    std::vector<Change> changes;
    for (const std::string& path : removed) {
        // Otherwise it is removed together with its folder.
        if (!removed.count(parent_of(path))) changes.push_back({path, {}});
    }
    for (const auto& [path, from] : put) changes.push_back({path, from});
    return changes;
}

std::vector<Change> putting_all_of(const fs::path& folder) {
    std::vector<Change> changes;
    if (folder.empty()) return changes;
    for (const TreeEntry& entry : walk(folder)) {
        if (!entry.folder()) changes.push_back({entry.path, folder / entry.path});
    }
    return changes;
}

void hide(const fs::path& upper, const fs::path& base, const std::string& path) {
    if (!status_of(base / path)) return;
    std::vector<std::string> made;
    make_parents(upper, base, path, made);
    remove_tree(upper / path);
    make_whiteout(upper / path);
    give_attributes(upper, base, made);
}

void change_upper(const fs::path& upper, const fs::path& base, const std::vector<Change>& changes) {
    std::vector<std::string> made;
    CopyReport report;
    for (const Change& change : changes) {
        make_parents(upper, base, change.path, made);
        remove_tree(upper / change.path);
        if (change.from.empty())
            make_whiteout(upper / change.path);
        else
            copy_entry(change.from, upper / change.path, report, change.path);
    }
    give_attributes(upper, base, made);
}

void change_copy(const fs::path& tree, const std::vector<Change>& changes) {
    CopyReport report;
    for (const Change& change : changes) {
        const auto there = status_of(tree / change.path);
        const auto comes = change.from.empty() ? std::nullopt : status_of(change.from);
        const bool stays = there && comes && S_ISDIR(there->st_mode) && S_ISDIR(comes->st_mode);
        if (!stays) remove_tree(tree / change.path);
        if (!comes) continue;
        std::string way;
        for (std::size_t slash = change.path.find('/'); slash != std::string::npos;
             slash = change.path.find('/', slash + 1)) {
            way = change.path.substr(0, slash);
            const auto folder = status_of(tree / way);
            if (folder && S_ISDIR(folder->st_mode)) continue;
            remove_tree(tree / way);
            make_folder(tree / way);
        }
        copy_entry(change.from, tree / change.path, report, change.path);
    }
}

}  // namespace testskew::workspace
