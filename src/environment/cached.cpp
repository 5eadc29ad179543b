#include "environment/cached.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "environment/environment_folder.hpp"
#include "environment/footprint.hpp"
#include "environment/stamp.hpp"
#include "util/files.hpp"
#include "util/temporary_folder.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

bool is_key(const std::string& name) {
    return name.size() == 16 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

struct LastUse {
    std::time_t time = 0;
    std::string key;
    auto operator<=>(const LastUse&) const = default;
};

std::time_t last_use_of(const fs::path& environment) {
    const std::string mark = environment.string() + ".used";  // EnvironmentFolder::use_mark()
    struct stat state{};
    if (::stat(mark.c_str(), &state) == 0 || ::stat(environment.c_str(), &state) == 0) return state.st_mtime;
    return 0;
}

/// The keys of all that is there with the time of its last use, those that were used last first.
std::vector<LastUse> by_last_use() {
    std::vector<LastUse> result;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(cache_directory() / "environments", error)) {
        std::string key = entry.path().filename().string();
        if (is_key(key) && entry.is_directory(error)) result.push_back({last_use_of(entry.path()), std::move(key)});
    }
    std::sort(result.begin(), result.end(), std::greater<>());
    return result;
}

/// What is known of one without a look at its files, or with one where there is no record of its size.
CachedEnvironment cached_environment(const LastUse& use) {
    const EnvironmentFolder folder(use.key);
    const auto summary = read_summary(folder.stamp_file());
    CachedEnvironment cached;
    cached.key = use.key;
    cached.path = folder.path();
    cached.last_used = use.time;
    cached.complete = summary.has_value();
    cached.what = summary ? summary->what : "incomplete";
    if (summary && summary->sizes_are_possible()) {
        cached.size = summary->size;
        cached.own = summary->own;
        return cached;
    }
    const Footprint footprint = footprint_of(cached.path);
    cached.size = footprint.with_links();
    cached.own = footprint.bytes();
    return cached;
}

/// Removes one that nobody uses or builds at this moment. Returns whether it is gone. Its sizes are then those that it
/// had, as what it shared with one that was just removed is its own, and a record may be wrong.
bool removed_unused(CachedEnvironment& cached) {
    const EnvironmentFolder folder(cached.key);
    const auto building = FileLock::attempt(folder.lock_file()), in_use = FileLock::attempt(folder.use_mark());
    if (!building || !in_use) return false;
    const Footprint footprint = footprint_of(cached.path);
    cached.size = footprint.with_links();
    cached.own = footprint.bytes();
    folder.discard();
    std::error_code ignored;
    fs::remove(folder.use_mark(), ignored);
    fs::remove(folder.lock_file(), ignored);  // Who waits for it takes the file that is there then (FileLock).
    return true;
}

/// Looks at those that take most by their records. One record that is wrong by much would make all others go.
void check_the_largest(std::vector<CachedEnvironment>& all) {
    constexpr std::size_t most = 32;
    std::vector<CachedEnvironment*> largest;
    for (auto& one : all) largest.push_back(&one);
    const auto end = largest.begin() + static_cast<std::ptrdiff_t>(std::min(most, largest.size()));
    std::partial_sort(largest.begin(), end, largest.end(),
                      [](const auto* a, const auto* b) { return a->own > b->own; });
    for (auto it = largest.begin(); it != end; ++it) {
        const Footprint footprint = footprint_of((*it)->path);
        // What was its own may be shared now, and still counts, but it never was more than all that is there.
        if ((*it)->own > footprint.with_links()) (*it)->own = footprint.bytes();
    }
}

std::uint64_t own_of_all(const std::vector<CachedEnvironment>& all) {
    std::uint64_t bytes = 0;
    for (const auto& one : all) bytes += static_cast<std::uint64_t>(one.own);
    return bytes;
}

/// Removes all but the latest 500 resolutions, which are small.
void prune_resolutions() {
    constexpr std::size_t most = 500;
    std::vector<std::pair<std::time_t, fs::path>> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(cache_directory() / "resolutions", error)) {
        struct stat state{};
        if (::stat(entry.path().c_str(), &state) == 0) files.emplace_back(state.st_mtime, entry.path());
    }
    if (files.size() <= most) return;
    std::sort(files.begin(), files.end());
    for (std::size_t i = 0; i + most < files.size(); ++i) remove_tree(files[i].second);
}

}  // namespace

std::vector<CachedEnvironment> list() {
    std::vector<CachedEnvironment> result;
    for (const auto& use : by_last_use()) result.push_back(cached_environment(use));
    return result;
}

std::vector<std::string> last_used(std::size_t most) {
    std::vector<std::string> keys;
    for (auto& use : by_last_use()) {
        if (keys.size() == most) break;
        keys.push_back(std::move(use.key));
    }
    return keys;
}

std::vector<CachedEnvironment> prune(std::optional<std::chrono::seconds> older_than) {
    const std::time_t now = std::time(nullptr);
    const auto old_enough = [&](std::time_t used) { return !older_than || now - used > older_than->count(); };
    std::vector<CachedEnvironment> removed;
    for (const auto& use : by_last_use()) {
        if (!old_enough(use.time)) continue;
        CachedEnvironment cached = cached_environment(use);
        if (removed_unused(cached)) removed.push_back(std::move(cached));
    }
    for (const char* name : {"resolutions", "made-objects"}) {
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(cache_directory() / name, error)) {
            struct stat state{};
            if (::stat(entry.path().c_str(), &state) == 0 && old_enough(state.st_mtime)) remove_tree(entry.path());
        }
    }
    sweep_temporary_folders(cache_directory() / "sessions");  // what sessions that were killed have left
    return removed;
}

std::vector<CachedEnvironment> prune_to(std::uint64_t limit) {
    auto all = list();
    std::uint64_t bytes = own_of_all(all);
    if (bytes > limit) {
        check_the_largest(all);
        bytes = own_of_all(all);
    }
    std::vector<CachedEnvironment> removed;
    for (std::size_t i = all.size(); i-- > 0 && bytes > limit;) {
        const long recorded = all[i].own;
        if (!removed_unused(all[i])) continue;
        // What others share with it was counted here and is still there; what never was there goes from the sum.
        const long gone = all[i].own + std::max(0L, recorded - all[i].size);
        bytes -= std::min(bytes, static_cast<std::uint64_t>(gone));
        removed.push_back(std::move(all[i]));
    }
    prune_resolutions();
    sweep_temporary_folders(cache_directory() / "sessions");
    return removed;
}

}  // namespace testskew::environment
