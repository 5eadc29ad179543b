#pragma once
#include <sys/stat.h>

#include <cstdint>
#include <ctime>
#include <filesystem>

/// The times of a file to the nanosecond. On Darwin, their members of `struct stat` have other names than in POSIX.
/// Only this file deals with that.
namespace testskew {

/// The time at which the content was last written.
timespec modified_time(const struct stat& status);
/// The time at which the content was last read.
timespec accessed_time(const struct stat& status);
/// The time at which the content, the name or the attributes last changed.
timespec changed_time(const struct stat& status);

/// modified_time as nanoseconds since 1970.
std::int64_t modified_nanoseconds(const struct stat& status);

/// Gives an open file the times of access and modification that `status` holds. Returns false with errno if that fails.
bool set_times(int descriptor, const struct stat& status);
/// The same for a path. A symbolic link gets the times itself, and its target does not.
bool set_times(const std::filesystem::path& path, const struct stat& status);

}  // namespace testskew
