#pragma once
#include <sys/stat.h>

#include <cstdint>
#include <ctime>
#include <filesystem>

/// The times of a file to the nanosecond. Their members of `struct stat` have other names on Darwin than POSIX gives
/// them: this is the one place that knows it.
namespace testskew {

/// When the content was written last.
timespec modified_time(const struct stat& status);
/// When the content was read last.
timespec accessed_time(const struct stat& status);
/// When the content, the name or the attributes were changed last.
timespec changed_time(const struct stat& status);

/// modified_time as nanoseconds since 1970.
std::int64_t modified_nanoseconds(const struct stat& status);

/// Gives an open file the times of access and modification that `status` holds. False with errno if that fails.
bool set_times(int descriptor, const struct stat& status);
/// The same for a path. A symbolic link gets the times itself, and not what it points at.
bool set_times(const std::filesystem::path& path, const struct stat& status);

}  // namespace testskew
