#include "workspace/differences.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>

#include "util/files.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

constexpr off_t largest_text = 8 << 20;

mode_t comparable(mode_t mode) { return mode & 07777 & ~mode_t{022}; }

FileDelta one(const std::string& path, FileDelta::What what, const std::string& note = {}) {
    return {path, what, false, 1, note};
}

bool compare_files(const fs::path& bad, const fs::path& good, const TreeEntry& b, const TreeEntry& g,
                   std::vector<FileDelta>& deltas) {
    if ((b.mode & S_IFMT) != (g.mode & S_IFMT)) {
        deltas.push_back(one(b.path, FileDelta::What::kind));
        return false;
    }
    if (S_ISLNK(b.mode)) {
        if (link_target(bad / b.path) != link_target(good / b.path))
            deltas.push_back(one(b.path, FileDelta::What::symlink));
        return true;
    }
    if (S_ISREG(b.mode)) {
        const bool same_stamp = b.size == g.size && b.modified == g.modified && b.inode == g.inode;
        if (!same_stamp && (b.size != g.size || !same_bytes(bad / b.path, good / b.path))) {
            const bool small = b.size <= largest_text && g.size <= largest_text;
            const bool endings = small && same_but_line_endings(read_file(bad / b.path).value_or(""),
                                                                read_file(good / g.path).value_or("-"));
            deltas.push_back(one(b.path, endings ? FileDelta::What::line_endings : FileDelta::What::content));
            return true;
        }
    }
    if (comparable(b.mode) != comparable(g.mode))
        deltas.push_back(one(b.path, FileDelta::What::mode,
                             fmt::format("{:o} in bad, {:o} in good", b.mode & 07777, g.mode & 07777)));
    return true;
}

bool inside(const TreeEntry& entry, const std::string& folder) {
    return entry.path.size() > folder.size() && entry.path[folder.size()] == '/' &&
           entry.path.compare(0, folder.size(), folder) == 0;
}

/// Takes one entry that only one side has. If it is a folder, everything below it is taken as well.
void take_missing(const std::vector<TreeEntry>& entries, std::size_t& at, FileDelta::What what,
                  std::vector<FileDelta>& deltas) {
    const TreeEntry& entry = entries[at++];
    FileDelta delta = one(entry.path, what);
    if (entry.folder()) {
        delta.folder = true;
        delta.files = 0;
        while (at < entries.size() && inside(entries[at], entry.path)) delta.files += entries[at++].folder() ? 0 : 1;
    }
    deltas.push_back(std::move(delta));
}

void skip_below(const std::vector<TreeEntry>& entries, std::size_t& at, const std::string& folder) {
    while (at < entries.size() && inside(entries[at], folder)) ++at;
}

}  // namespace

std::string to_string(FileDelta::What what) {
    switch (what) {
        case FileDelta::What::missing_in_bad: return "missing in bad";
        case FileDelta::What::missing_in_good: return "missing in good";
        case FileDelta::What::content: return "content";
        case FileDelta::What::line_endings: return "line endings";
        case FileDelta::What::mode: return "mode";
        case FileDelta::What::symlink: return "symlink";
        case FileDelta::What::kind: return "kind";
    }
    return "content";
}

std::vector<FileDelta> tree_differences(const fs::path& bad, const fs::path& good, const std::string& below,
                                        const Skip& skip) {
    const auto list = [&](const fs::path& root) {
        std::vector<TreeEntry> entries =
            walk(root / below, [&](std::string_view path, std::string_view name, bool folder) {
                return skip && skip(below.empty() ? std::string(path) : below + "/" + std::string(path), name, folder);
            });
        for (TreeEntry& entry : entries) {
            if (!below.empty()) entry.path.insert(0, below + "/");
        }
        return entries;
    };
    const std::vector<TreeEntry> left = list(bad), right = list(good);
    std::vector<FileDelta> deltas;
    std::size_t i = 0, j = 0;
    while (i < left.size() || j < right.size()) {
        if (i < left.size() && j < right.size() && left[i].path == right[j].path) {
            const TreeEntry &b = left[i++], &g = right[j++];
            if (!compare_files(bad, good, b, g, deltas)) {
                skip_below(left, i, b.path);
                skip_below(right, j, g.path);
            }
        } else if (j == right.size() || (i < left.size() && path_less(left[i].path, right[j].path))) {
            take_missing(left, i, FileDelta::What::missing_in_good, deltas);
        } else {
            take_missing(right, j, FileDelta::What::missing_in_bad, deltas);
        }
    }
    return deltas;
}

}  // namespace testskew::workspace
