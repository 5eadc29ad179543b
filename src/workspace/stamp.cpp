#include "workspace/stamp.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "util/file_times.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/temporary_folder.hpp"
#include "workspace/states.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

bool begins(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }
bool ends(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

void add_file(const fs::path& folder, const std::string& name, const std::string& shown,
              std::vector<TreeEntry>& entries) {
    const auto status = status_of(folder / name);
    if (!status || S_ISDIR(status->st_mode)) return;
    entries.push_back({shown, status->st_mode, status->st_size, modified_nanoseconds(*status), status->st_ino, false});
}

void add_git(const GitPlace& place, std::vector<TreeEntry>& entries) {
    add_file(place.folder, "HEAD", ".git/HEAD", entries);
    for (const char* name : {"config", "packed-refs", "shallow"})
        add_file(place.common, name, std::string(".git/") + name, entries);
    for (TreeEntry& entry : walk(place.common / "refs")) {
        // An editor may run `git maintenance`, which fetches in the background.
        if (entry.folder() || begins(entry.path, "remotes/") || begins(entry.path, "prefetch/") ||
            ends(entry.path, ".lock"))
            continue;
        entry.path = ".git/refs/" + entry.path;
        entries.push_back(std::move(entry));
    }
}

bool same(const TreeEntry& a, const TreeEntry& b) {
    if (a.path != b.path || a.mode != b.mode) return false;
    // The time of a folder changes with every swap file in it. What matters in a folder is compared by itself.
    return a.folder() || (a.size == b.size && a.modified == b.modified && a.inode == b.inode);
}

/// Returns what an index says, without the times of files that it remembers.
std::string index_content(const GitPlace& place, const fs::path& index) {
    auto environ = pointing_at(place);
    environ["GIT_INDEX_FILE"] = index.string();
    return git({"ls-files", "--stage", "-v", "-z"}, place.top, environ).out;
}

}  // namespace

bool is_noise(std::string_view name, bool folder) {
    static constexpr std::array folders = {".testskew",   "__pycache__", ".pytest_cache",     ".mypy_cache",
                                           ".ruff_cache", ".pyre",       ".pytype",           ".tox",
                                           ".nox",        ".venv",       "node_modules",      ".hypothesis",
                                           ".idea",       ".vscode",     ".ipynb_checkpoints"};
    if (folder) return std::find(folders.begin(), folders.end(), name) != folders.end();
    if (name == ".coverage" || begins(name, ".coverage.") || name == ".DS_Store" || name == "4913" ||
        name == ".dmypy.json")
        return true;
    return ends(name, ".pyc") || ends(name, "~") || begins(name, ".#") ||
           (begins(name, ".") && name.size() > 4 && begins(name.substr(name.size() - 4), ".sw"));
}

TreeStamp::TreeStamp(fs::path top, std::optional<GitPlace> place)
    : top_(std::move(top)), place_(std::move(place)), entries_(look()) {
    if (place_) index_ = read_file(place_->folder / "index").value_or("");
}

std::vector<TreeEntry> TreeStamp::look() const {
    std::vector<TreeEntry> entries = walk(top_, [this](std::string_view path, std::string_view name, bool folder) {
        if (is_noise(name, folder)) return true;
        if (name == ".git" && place_) return folder;
        return folder && is_virtual_environment(top_ / path);
    });
    // After `testskew run > out.txt` in the project, the file that we write ourselves is not an edit by the user.
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
        struct stat own{};
        if (::fstat(descriptor, &own) != 0 || !S_ISREG(own.st_mode)) continue;
        entries.erase(
            std::remove_if(entries.begin(), entries.end(),
                           [&](const TreeEntry& entry) { return entry.inode == own.st_ino && S_ISREG(entry.mode); }),
            entries.end());
    }
    if (place_) add_git(*place_, entries);
    return entries;
}

std::optional<std::string> TreeStamp::changed() const {
    const std::vector<TreeEntry> now = look();
    const auto [before, after] = std::mismatch(entries_.begin(), entries_.end(), now.begin(), now.end(), same);
    if (before != entries_.end() && after != now.end() && before->path != after->path) {
        // One of the two paths is gone, or the other one is new.
        const bool before_is_gone = std::none_of(
            after, now.end(), [&path = before->path](const TreeEntry& entry) { return entry.path == path; });
        return before_is_gone ? before->path : after->path;
    }
    if (before != entries_.end()) return before->path;
    if (after != now.end()) return after->path;
    if (!place_) return std::nullopt;
    const fs::path index = place_->folder / "index";
    const std::string current = read_file(index).value_or("");
    if (current == index_) return std::nullopt;
    const TemporaryFolder folder;
    write_file(folder.path / "index", index_, 0600);
    const bool different =
        index_.empty() || index_content(*place_, folder.path / "index") != index_content(*place_, index);
    return different ? std::optional<std::string>(".git/index") : std::nullopt;
}

std::string TreeStamp::digest() const {
    std::string text;
    for (const TreeEntry& entry : entries_) {
        text += entry.path;
        text += fmt::format("\n{:o} {} {}\n", entry.mode, entry.folder() ? 0 : entry.size,
                            entry.folder() ? 0 : entry.modified);
    }
    return short_hash(text);
}

}  // namespace testskew::workspace
