#include "workspace/scratch.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <sstream>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/memory_left.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

constexpr const char* folder_prefix = "tsk-";
constexpr std::uint64_t gigabyte = std::uint64_t{1} << 30;

std::uint64_t free_bytes(const fs::path& place) {
    struct statvfs status{};
    if (::statvfs(place.c_str(), &status) != 0) return 0;
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

bool usable(const fs::path& place, const fs::path& top) {
    std::error_code error;
    return fs::is_directory(place, error) && ::access(place.c_str(), W_OK | X_OK) == 0 && !is_within(place, top);
}

}  // namespace

std::vector<fs::path> scratch_places(std::uint64_t bytes, const fs::path& top, const std::optional<fs::path>& asked,
                                     bool sandboxed) {
    std::vector<fs::path> places;
    if (asked) {
        if (!usable(*asked, top)) {
            throw Error(fmt::format("workspaces cannot be made in {}: it must be a writable folder outside {}",
                                    asked->string(), top.string()));
        }
        return {fs::canonical(*asked)};
    }
    std::vector<fs::path> candidates;
    const std::uint64_t memory = memory_left();
    const std::uint64_t wanted = std::max(bytes * 2, gigabyte / 2);
    if (!sandboxed && wanted <= memory / 2 && wanted <= free_bytes("/dev/shm")) candidates.emplace_back("/dev/shm");
    if (const auto own = environment_variable("TMPDIR"); own && !own->empty()) candidates.emplace_back(*own);
    candidates.insert(candidates.end(), {"/tmp", "/var/tmp"});
    for (const fs::path& candidate : candidates) {
        std::error_code error;
        const fs::path real = fs::canonical(candidate, error);
        if (sandboxed && is_within(real, "/dev/shm")) continue;
        if (!error && usable(real, top) && free_bytes(real) > bytes + bytes / 4) places.push_back(real);
    }
    std::stable_partition(places.begin(), places.end(), [](const fs::path& place) { return !is_noexec(place); });
    if (places.empty()) {
        throw Error(fmt::format("no folder outside {} has room for {} MB: free some space in /tmp, or set TMPDIR",
                                top.string(), (bytes >> 20) + 1),
                    ExitCode::environment);
    }
    return places;
}

Scratch::Scratch(const fs::path& place) {
    remove_leftovers(place);
    path_ = make_temporary_directory(place, folder_prefix);
    // Other users may pass but not list, because a session may run as another user. What is inside has its own modes.
    ::chmod(path_.c_str(), 0711);
    lock_.reset(::open((path_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock_.ok() || ::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        remove_tree(path_);
        throw Error(fmt::format("cannot lock {}: {}", path_.string(), std::strerror(error)), ExitCode::environment);
    }
}

Scratch::~Scratch() { remove_tree(path_); }

void remove_leftovers(const fs::path& place) {
    std::error_code error;
    for (fs::directory_iterator it(place, error), end; !error && it != end; it.increment(error)) {
        const fs::path folder = it->path();
        if (folder.filename().string().rfind(folder_prefix, 0) != 0 || folder.filename().string().size() != 10)
            continue;
        const auto status = status_of(folder);
        if (!status || !S_ISDIR(status->st_mode) || status->st_uid != ::geteuid()) continue;
        const Descriptor lock(::open((folder / "lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
        // If there is no lock file, the run is just beginning, or it was killed at that very moment.
        const bool dead =
            lock.ok() ? ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0 : std::time(nullptr) - status->st_mtime > 600;
        if (dead) remove_tree(folder);
    }
}

}  // namespace testskew::workspace
