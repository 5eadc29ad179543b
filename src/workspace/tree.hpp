#pragma once
#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Looks at a tree of files. Knows nothing of git, sessions or workspaces, and changes nothing.
namespace testskew::workspace {

/// One entry, as lstat gives it.
struct TreeEntry {
    std::string path;  ///< relative to the root, '/' between names
    mode_t mode = 0;   ///< the type and the permissions
    off_t size = 0;
    std::int64_t modified = 0;  ///< nanoseconds
    ino_t inode = 0;
    bool unreadable = false;  ///< a folder that could not be listed
    bool folder() const { return S_ISDIR(mode); }
};

/// Says what a walk leaves out. Called with the path relative to the root, its last name, and whether it is a folder.
using Skip = std::function<bool(std::string_view path, std::string_view name, bool folder)>;

/// Everything below `root`, in the order of path_less, so that a folder comes before what is in it. What vanishes in
/// the meantime is left out.
std::vector<TreeEntry> walk(const std::filesystem::path& root, const Skip& skip = {});

/// Compares two paths by the names on their way, so that "a/b" comes before "a-b".
bool path_less(std::string_view a, std::string_view b);

/// What lstat(2) gives; nullopt if there is nothing.
std::optional<struct stat> status_of(const std::filesystem::path& path);

/// True if the two regular files have the same bytes. False also if one cannot be read.
bool same_bytes(const std::filesystem::path& a, const std::filesystem::path& b);

/// True if the texts are equal but for their line endings (CRLF against LF).
bool same_but_line_endings(std::string_view a, std::string_view b);

/// Where a symlink points; "" if it is none.
std::string link_target(const std::filesystem::path& path);

/// True if `path` is `folder` or below it. Both must be absolute and normalised.
bool is_within(const std::filesystem::path& path, const std::filesystem::path& folder);

/// A path that was given from outside, without slashes at its end; nullopt unless it surely stays below its root, which
/// takes a relative path without ".", ".." and empty parts.
std::optional<std::string> safe_relative(std::string_view path);

}  // namespace testskew::workspace
