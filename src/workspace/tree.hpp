#pragma once
#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Looking at a tree of files. Knows nothing of git, sessions or workspaces, and changes nothing.
namespace testskew::workspace {

/// One entry, as lstat gives it.
struct TreeEntry {
    std::string path;  ///< relative to the root, '/' between names
    mode_t mode = 0;   ///< type and permissions
    off_t size = 0;
    std::int64_t modified = 0;  ///< nanoseconds
    ino_t inode = 0;
    bool unreadable = false;  ///< a folder that could not be listed
    bool folder() const { return S_ISDIR(mode); }
};

/// Decides what is not looked at: called with the path relative to the root, its last name, and whether it is a folder.
using Skip = std::function<bool(std::string_view path, std::string_view name, bool folder)>;

/// Everything below `root`, sorted by path (a folder comes before what is in it). What vanishes meanwhile is left out.
std::vector<TreeEntry> walk(const std::filesystem::path& root, const Skip& skip = {});

/// The order of walk: by the names on the way, so that "a/b" comes before "a-b".
bool path_less(std::string_view a, std::string_view b);

/// lstat; nullopt where there is nothing.
std::optional<struct stat> status_of(const std::filesystem::path& path);

/// The two regular files have the same bytes. False where one cannot be read.
bool same_bytes(const std::filesystem::path& a, const std::filesystem::path& b);

/// Equal but for the line endings, CRLF against LF.
bool same_but_line_endings(std::string_view a, std::string_view b);

/// Where a symlink points, "" where it is none.
std::string link_target(const std::filesystem::path& path);

/// `path` is `folder` or below it. Both absolute and normalised.
bool is_within(const std::filesystem::path& path, const std::filesystem::path& folder);

/// A path below a root, given from outside: relative, no "..", no empty part. nullopt where it is not.
std::optional<std::string> safe_relative(std::string_view path);

}  // namespace testskew::workspace
