// The part of testskew doctor that looks at the machine. It tries what it says where that can be tried.
#include "cli/doctor_machine.hpp"

#include <fmt/core.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>

#include "process/sandbox.hpp"
#include "util/descriptor.hpp"
#include "util/files.hpp"
#include "util/memory_left.hpp"
#include "util/temporary_folder.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

constexpr std::uint64_t megabyte = 1 << 20;

Check sandbox_check() {
    const int version = process::landlock_version();
    const std::string refused = process::sandbox_refused(version);
    if (!refused.empty()) return {"sandbox", false, "--sandbox is impossible: " + refused, false};
    const bool truncates = version < 3;  // os.truncate() of a path is not asked about before Linux 6.2
    return {"sandbox", true,
            fmt::format("--sandbox is possible (Landlock {}{})", version,
                        truncates ? ", which does not refuse to truncate a file by its path" : ""),
            false};
}

Check shared_memory_check() {
    const fs::path place = "/dev/shm";
    std::error_code error;
    if (!fs::is_directory(place, error) || ::access(place.c_str(), W_OK | X_OK) != 0)
        return {"shared memory", false,
                "/dev/shm is not there or cannot be written: workspaces are made on disk, and tests that make locks "
                "between processes (multiprocessing) fail",
                false};
    if (is_noexec(place))
        return {"shared memory", true, "/dev/shm, noexec: workspaces are made where programs can be started", false};
    return {"shared memory", true, "/dev/shm", false};
}

Check temporary_folder_check() {
    std::error_code error;
    const fs::path place = fs::temp_directory_path(error);
    if (error) return {"temporary folder", false, "TMPDIR is no folder: set it to one that can be written"};
    try {
        const TemporaryFolder trial(place);
    } catch (const std::exception& refused) {
        return {"temporary folder", false, std::string(refused.what()) + ": set TMPDIR to another place"};
    }
    if (is_noexec(place))
        return {"temporary folder", false,
                fmt::format("{} is mounted noexec: programs and extension modules that are made there do not start; "
                            "set TMPDIR to another place",
                            place.string()),
                false};
    return {"temporary folder", true, place.string()};
}

Check locks_check() {
    fs::path place;
    try {
        place = cache_directory();
    } catch (const std::exception&) {
        return {"locks", true, "not tried, as there is no cache", false};
    }
    if (::access(place.c_str(), W_OK) != 0)
        return {"locks", false, "the cache cannot be written: only environments that are kept can be used", false};
    try {
        const FileLock trial(place / "doctor.lock");
    } catch (const std::exception& refused) {
        return {"locks", false, refused.what()};
    }
    return {"locks", true, "the cache can be locked"};
}

Check descriptors_check() {
    constexpr rlim_t few = 256;
    struct rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return {"descriptors", true, "no limit", false};
    const auto number = static_cast<std::uint64_t>(limit.rlim_cur);
    if (limit.rlim_cur < few)
        return {"descriptors", false,
                fmt::format("{} open files are allowed: raise it (ulimit -n 1024), or give --jobs 1", number), false};
    return {"descriptors", true, fmt::format("{} open files", number), false};
}

Check memory_check() {
    constexpr std::uint64_t little = 1024 * megabyte;
    struct rlimit limit = {};
    std::uint64_t memory = memory_left();
    if (::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        memory = std::min<std::uint64_t>(memory, limit.rlim_cur);
    const std::string found = fmt::format("{} MB are left", memory / megabyte);
    if (memory > 0 && memory < little)
        return {"memory", false, found + ": give --jobs 1, and workspaces are made on disk", false};
    return {"memory", true, memory > 0 ? found : "the system does not say", false};
}

}  // namespace

std::vector<Check> machine_checks() {
    return {sandbox_check(), shared_memory_check(), temporary_folder_check(),
            locks_check(),   descriptors_check(),   memory_check()};
}

}  // namespace testskew::cli
