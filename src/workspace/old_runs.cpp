#include "workspace/old_runs.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <string>

#include "util/descriptor.hpp"
#include "util/files.hpp"
#include "workspace/run_folder.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

constexpr std::size_t always_kept = 10;

/// The runs that this process holds.
struct HeldRuns {
    std::mutex mutex;
    std::map<std::string, Descriptor> descriptors;
};

HeldRuns& held_runs() {
    static HeldRuns instance;
    return instance;
}

bool held_here(const fs::path& folder) {
    auto& [mutex, descriptors] = held_runs();
    const std::lock_guard guard(mutex);
    return descriptors.count(folder.string()) > 0;
}

Descriptor opened_run(const fs::path& folder) {
    return Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
}

/// The lock that nobody else holds, or no descriptor if the run is in use, or the file system gives no locks.
Descriptor lock_alone(const fs::path& folder) {
    Descriptor lock = opened_run(folder);
    if (lock.ok() && ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) lock.reset();
    return lock;
}

std::uint64_t bytes_in(const fs::path& folder) {
    constexpr std::uint64_t stat_block = 512;  // the unit of st_blocks
    std::uint64_t bytes = 0;
    const auto count = [&](const fs::path& path) {
        if (const auto status = status_of(path)) bytes += static_cast<std::uint64_t>(status->st_blocks) * stat_block;
    };
    count(folder);
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        count(it->path());
    return bytes;
}

}  // namespace

void hold_run(const fs::path& folder) {
    auto& [mutex, descriptors] = held_runs();
    const std::lock_guard guard(mutex);
    Descriptor& descriptor = descriptors[folder.string()];
    if (descriptor.ok()) return;
    descriptor = opened_run(folder);
    if (descriptor.ok()) ::flock(descriptor.get(), LOCK_SH | LOCK_NB);
}

std::vector<fs::path> remove_old_runs(const fs::path& project, std::uint64_t limit) {
    const auto runs = list_runs(project);
    std::vector<std::uint64_t> sizes;
    std::uint64_t bytes = 0;
    for (const fs::path& run : runs) bytes += sizes.emplace_back(bytes_in(run));
    std::vector<fs::path> removed;
    for (std::size_t i = 0; i + always_kept < runs.size() && bytes > limit; ++i) {
        if (held_here(runs[i])) continue;
        const Descriptor lock = lock_alone(runs[i]);
        if (!lock.ok()) continue;
        remove_tree(runs[i]);
        bytes -= std::min(bytes, sizes[i]);
        removed.push_back(runs[i]);
    }
    return removed;
}

bool others_use_runs(const fs::path& project) {
    const auto runs = list_runs(project);
    return std::any_of(runs.begin(), runs.end(),
                       [](const fs::path& run) { return !held_here(run) && !lock_alone(run).ok(); });
}

}  // namespace testskew::workspace
