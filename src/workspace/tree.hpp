#pragma once
#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Looks at a tree of files. It knows nothing about git, sessions or workspaces, and changes nothing.
namespace testskew::workspace {

/// One entry, as lstat gives it.
struct TreeEntry {
    std::string path;  ///< The path relative to the root, with '/' between names.
    mode_t mode = 0;   ///< The type and the permissions.
    off_t size = 0;
    std::int64_t modified = 0;  ///< The time in nanoseconds.
    ino_t inode = 0;
    bool unreadable = false;  ///< The entry is a folder that could not be listed.
    bool folder() const { return S_ISDIR(mode); }
};

/// Says what a walk leaves out. It is called with the path relative to the root, the last name of the path, and whether
/// it is a folder.
using Skip = std::function<bool(std::string_view path, std::string_view name, bool folder)>;

/// Returns everything below `root` in the order of path_less, so that a folder comes before what is in it. Entries that
/// vanish in the meantime are left out.
std::vector<TreeEntry> walk(const std::filesystem::path& root, const Skip& skip = {});

/// Compares two paths by the names on their way, so that "a/b" comes before "a-b".
bool path_less(std::string_view a, std::string_view b);

/// Returns what lstat(2) gives, or nullopt if there is nothing.
std::optional<struct stat> status_of(const std::filesystem::path& path);

/// Returns true if the two regular files have the same bytes, and false also if one cannot be read.
bool same_bytes(const std::filesystem::path& a, const std::filesystem::path& b);

/// Returns true if the texts are equal except for their line endings (CRLF against LF).
bool same_but_line_endings(std::string_view a, std::string_view b);

/// Returns where a symlink points, or "" if it is no symlink.
std::string link_target(const std::filesystem::path& path);

/// Returns true if `path` is `folder` or below it. Both must be absolute and normalised.
bool is_within(const std::filesystem::path& path, const std::filesystem::path& folder);

/// Returns a path that was given from outside, without slashes at its end. Returns nullopt unless the path surely stays
/// below its root: it must be relative and must not have ".", ".." or empty parts.
std::optional<std::string> safe_relative(std::string_view path);

}  // namespace testskew::workspace
