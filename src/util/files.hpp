#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "util/descriptor.hpp"

namespace testskew {

/// The whole file, bytes as they are; nullopt where it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& path);

/// Whether it is a regular file, or a symlink to one; false where that cannot be told.
bool is_file(const std::filesystem::path& path);

/// Writes `content` to a temporary file beside `path` and renames it: a reader sees the old or the new, never half.
/// Throws Error (exit code 4) naming the path where that fails (full or read-only disk).
void write_file(const std::filesystem::path& path, std::string_view content, unsigned mode = 0644);

/// A new folder `prefix`XXXXXX, 0700, below `parent`. Throws Error where it cannot be made.
std::filesystem::path make_temporary_directory(const std::filesystem::path& parent, const std::string& prefix);

/// Removes a tree, also folders without write permission. Never follows a symlink, never throws.
void remove_tree(const std::filesystem::path& path) noexcept;

/// $XDG_CACHE_HOME/testskew or ~/.cache/testskew; made where missing.
std::filesystem::path cache_directory();

/// The value of an environment variable, nullopt where it is not set.
std::optional<std::string> environment_variable(const char* name);

/// The first executable file of that name on PATH; nullopt where there is none.
std::optional<std::filesystem::path> find_on_path(const std::string& name);

/// An exclusive flock(2) on a file, held until it is destroyed. Two testskews take turns by it.
class FileLock {
public:
    /// Waits for the lock; makes the file if it is missing. Throws Error (exit code 4) if it cannot be opened.
    explicit FileLock(const std::filesystem::path& path);
    /// The lock if nobody holds it, without waiting; nullopt if somebody does, or if the file cannot be opened.
    static std::optional<FileLock> attempt(const std::filesystem::path& path);

private:
    explicit FileLock(Descriptor locked) : descriptor_(std::move(locked)) {}
    Descriptor descriptor_;
};

}  // namespace testskew
