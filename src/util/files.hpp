#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "util/descriptor.hpp"

namespace testskew {

/// What is done with a path whose last part is a symlink. Where tests can make files, links are refused, because they
/// may lead to what the tests themselves may not read.
enum class Links { follow, refuse };

/// Opens a regular file for reading. Never waits, as the open of a FIFO would, and refuses devices, FIFOs, sockets and
/// folders. Without success, the descriptor is not ok() and errno says why.
Descriptor open_regular(const std::filesystem::path& path, Links links = Links::follow);

/// The longest file that read_file() reads if it is not told otherwise, in bytes.
constexpr std::size_t most_read = std::size_t{256} << 20;

/// The bytes of a whole regular file; nullopt, with errno, if it cannot be read or is longer than `most` bytes.
std::optional<std::string> read_file(const std::filesystem::path& path, std::size_t most = most_read,
                                     Links links = Links::follow);

/// The first `most` bytes of a regular file; "" if it cannot be read.
std::string read_beginning(const std::filesystem::path& path, std::size_t most, Links links = Links::follow);

/// True if `path` is a regular file, or a symlink to one. False also if that cannot be found out.
bool is_file(const std::filesystem::path& path);

/// True if no program and no extension module that lies there can be used, as the place is mounted noexec. Containers
/// mount /dev/shm so.
bool is_noexec(const std::filesystem::path& place);

/// Writes `content` to a temporary file beside `path` and renames it, so that a reader sees either the old content or
/// the new one. Throws Error (exit code 4) that names the path, for example if the disk is full.
void write_file(const std::filesystem::path& path, std::string_view content, unsigned mode = 0644);

/// Writes `content` to a path that the user has named. A device, a FIFO and a descriptor (/dev/null, /dev/stdout,
/// /dev/fd/63) is written to and not replaced, and through a symlink the file that it leads to is written; else it is
/// replaced as by write_file(). A new file gets `mode` without what the umask takes away, and a file that is there
/// keeps its mode. Throws as write_file() does.
void write_through(const std::filesystem::path& path, std::string_view content, unsigned mode = 0666);

/// Makes a new folder `prefix`XXXXXX with mode 0700 in `parent`. Throws Error (exit code 4) if it cannot.
std::filesystem::path make_temporary_directory(const std::filesystem::path& parent, const std::string& prefix);

/// Removes a file or a tree, also with folders that have no write permission. Never follows a symlink, and never
/// throws.
void remove_tree(const std::filesystem::path& path) noexcept;

/// $XDG_CACHE_HOME/testskew or ~/.cache/testskew, made if it is missing. Throws Error (exit code 4) if it cannot be.
std::filesystem::path cache_directory();

/// The value of an environment variable; nullopt if it is not set.
std::optional<std::string> environment_variable(const char* name);

/// The absolute path of the first executable file of that name on PATH; nullopt if there is none.
std::optional<std::filesystem::path> find_on_path(const std::string& name);

/// An exclusive flock(2) on a file, held until it is destroyed. Two testskews take turns by it.
class FileLock {
public:
    /// Waits for the lock; makes the file if it is missing. Throws Error (exit code 4) if it cannot be opened.
    explicit FileLock(const std::filesystem::path& path);
    /// Takes the lock without waiting. Returns nullopt if somebody else holds it, or if the file cannot be opened.
    static std::optional<FileLock> attempt(const std::filesystem::path& path);

private:
    explicit FileLock(Descriptor locked) : descriptor_(std::move(locked)) {}
    Descriptor descriptor_;
};

}  // namespace testskew
