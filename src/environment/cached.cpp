#include "environment/cached.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>

#include "environment/environment_folder.hpp"
#include "environment/footprint.hpp"
#include "environment/tree_digest.hpp"
#include "util/files.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// Returns one line about an environment, with the distributions by which people know a project.
std::string what_of(const Stamp& stamp) {
    std::vector<std::string> named;
    for (const char* known : {"pytest", "django", "fastapi", "flask", "numpy", "pandas"})
        if (const auto it = stamp.packages.find(known); it != stamp.packages.end())
            named.push_back(it->first + " " + it->second.version);
    std::string text =
        fmt::format("Python {}, {}", stamp.version, count_of(static_cast<long>(stamp.packages.size()), "package"));
    if (!named.empty()) text += ": " + join(named, ", ");
    if (!stamp.project.empty()) text += ", with " + stamp.project;
    return text;
}

bool is_key(const std::string& name) {
    return name.size() == 16 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::time_t last_use_of(const EnvironmentFolder& folder) {
    struct stat state{};
    if (::stat(folder.use_mark().c_str(), &state) == 0 || ::stat(folder.path().c_str(), &state) == 0)
        return state.st_mtime;
    return 0;
}

/// The keys of all that is there with the time of its last use, those that were used last first.
std::vector<std::pair<std::time_t, std::string>> by_last_use() {
    std::vector<std::pair<std::time_t, std::string>> result;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(cache_directory() / "environments", error)) {
        std::string key = entry.path().filename().string();
        if (!is_key(key) || !entry.is_directory(error)) continue;
        const std::time_t used = last_use_of(EnvironmentFolder(key));
        result.emplace_back(used, std::move(key));
    }
    std::sort(result.begin(), result.end(), std::greater<>());
    return result;
}

CachedEnvironment cached_environment(const EnvironmentFolder& folder, std::time_t last_used) {
    CachedEnvironment cached;
    cached.key = folder.key();
    cached.path = folder.path();
    cached.last_used = last_used;
    if (const auto stamp = folder.stamp()) {
        cached.complete = true;
        cached.size = stamp->size;
        cached.own = stamp->own;
        cached.what = what_of(*stamp);
    } else {
        cached.what = "incomplete";
        cached.own = -1;
        tree_digest(folder.path(), &cached.size);
    }
    return cached;
}

/// Removes one that nobody uses or builds at this moment. Returns whether it is gone.
bool removed_unused(CachedEnvironment& cached) {
    const EnvironmentFolder folder(cached.key);
    const auto building = FileLock::attempt(folder.lock_file()), in_use = FileLock::attempt(folder.use_mark());
    if (!building || !in_use) return false;
    // Looked at now: what it shared with one that was just removed is its own.
    cached.own = own_size(cached.path);
    folder.discard();
    std::error_code ignored;
    fs::remove(folder.use_mark(), ignored);
    fs::remove(folder.lock_file(), ignored);  // Who waits for it takes the file that is there then (FileLock).
    return true;
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
    for (const auto& [used, key] : by_last_use()) result.push_back(cached_environment(EnvironmentFolder(key), used));
    return result;
}

std::vector<std::string> last_used(std::size_t most) {
    std::vector<std::string> keys;
    for (auto& [used, key] : by_last_use()) {
        if (keys.size() == most) break;
        keys.push_back(std::move(key));
    }
    return keys;
}

long measure(std::vector<CachedEnvironment>& environments) {
    Footprint together;
    for (auto& cached : environments) {
        Footprint one;
        one.add(cached.path);
        cached.own = one.bytes();
        together.add(one);
    }
    return together.bytes();
}

std::vector<CachedEnvironment> prune(std::optional<std::chrono::seconds> older_than) {
    const std::time_t now = std::time(nullptr);
    const auto old_enough = [&](std::time_t used) { return !older_than || now - used > older_than->count(); };
    std::vector<CachedEnvironment> removed;
    for (auto& cached : list()) {
        if (!old_enough(cached.last_used)) continue;
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
    const auto all = by_last_use();
    std::vector<std::uint64_t> sizes;
    std::uint64_t bytes = 0;
    for (const auto& [used, key] : all) {
        const EnvironmentFolder folder(key);
        const long own = stamped_own(folder.stamp_file());
        bytes += sizes.emplace_back(static_cast<std::uint64_t>(own < 0 ? own_size(folder.path()) : own));
    }
    std::vector<CachedEnvironment> removed;
    for (std::size_t i = all.size(); i-- > 0 && bytes > limit;) {
        CachedEnvironment cached = cached_environment(EnvironmentFolder(all[i].second), all[i].first);
        if (!removed_unused(cached)) continue;
        bytes -= std::min(bytes, sizes[i]);
        removed.push_back(std::move(cached));
    }
    prune_resolutions();
    sweep_temporary_folders(cache_directory() / "sessions");
    return removed;
}

}  // namespace testskew::environment
