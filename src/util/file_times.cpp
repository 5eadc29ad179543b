#include "util/file_times.hpp"

#include <fcntl.h>

namespace testskew {

#ifdef __APPLE__
timespec modified_time(const struct stat& status) { return status.st_mtimespec; }
timespec accessed_time(const struct stat& status) { return status.st_atimespec; }
timespec changed_time(const struct stat& status) { return status.st_ctimespec; }
#else
timespec modified_time(const struct stat& status) { return status.st_mtim; }
timespec accessed_time(const struct stat& status) { return status.st_atim; }
timespec changed_time(const struct stat& status) { return status.st_ctim; }
#endif

std::int64_t modified_nanoseconds(const struct stat& status) {
    const timespec time = modified_time(status);
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

bool set_times(int descriptor, const struct stat& status) {
    const timespec times[2] = {accessed_time(status), modified_time(status)};
    return ::futimens(descriptor, times) == 0;
}

bool set_times(const std::filesystem::path& path, const struct stat& status) {
    const timespec times[2] = {accessed_time(status), modified_time(status)};
    return ::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0;
}

}  // namespace testskew
