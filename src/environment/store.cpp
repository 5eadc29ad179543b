#include "environment/store.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "environment/kept.hpp"
#include "util/file_times.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// Descriptors that hold <key>.used shared, for the life of the process.
struct Leases {
    std::mutex mutex;
    std::map<std::string, int> descriptors;
};

Leases& leases() {
    static Leases instance;
    return instance;
}

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

}  // namespace

Place::Place(const std::string& key) {
    const fs::path home = cache_directory() / "environments";
    std::error_code ignored;  // a cache that cannot be written shows itself when the lock is taken
    fs::create_directories(home, ignored);
    folder = home / key;
    stamp = home / (key + ".json");
    lock = home / (key + ".lock");
    used = home / (key + ".used");
}

void mark_used(const std::string& key) {
    const Place place(key);
    auto& [mutex, descriptors] = leases();
    const std::lock_guard guard(mutex);
    auto it = descriptors.find(key);
    struct stat held{}, there{};
    if (it != descriptors.end() &&
        (::fstat(it->second, &held) != 0 || ::stat(place.used.c_str(), &there) != 0 || held.st_ino != there.st_ino)) {
        ::close(it->second);  // pruned and made anew since
        descriptors.erase(it);
        it = descriptors.end();
    }
    if (it == descriptors.end()) {
        const int descriptor = ::open(place.used.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (descriptor < 0) return;
        ::flock(descriptor, LOCK_SH | LOCK_NB);
        it = descriptors.emplace(key, descriptor).first;
    }
    ::futimens(it->second, nullptr);
}

void discard(const Place& place) noexcept {
    std::error_code ignored;
    fs::remove(place.stamp, ignored);
    remove_tree(place.folder);
}

std::string tree_digest(const fs::path& folder, long* size) {
    std::vector<std::string> lines;
    long sum = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; it != end; it.increment(error)) {
        const auto& path = it->path();
        const std::string name = path.filename().string();
        struct stat state{};
        if (::lstat(path.c_str(), &state) != 0) continue;
        sum += static_cast<long>(state.st_blocks) * 512;
        const bool is_folder = S_ISDIR(state.st_mode);
        if (is_folder && name == "__pycache__") {
            for (const auto& entry : fs::directory_iterator(path, error))
                if (struct stat inner{}; ::lstat(entry.path().c_str(), &inner) == 0)
                    sum += static_cast<long>(inner.st_blocks) * 512;
            it.disable_recursion_pending();
            continue;
        }
        // uv leaves a lock in an environment, and takes it again whenever it only looks at it.
        if (name.ends_with(".pyc") || (it.depth() == 0 && name == ".lock")) continue;
        std::string line = path.string().substr(folder.string().size());
        if (S_ISLNK(state.st_mode))
            line += " -> " + fs::read_symlink(path, error).string();
        else if (!is_folder)
            line += fmt::format(" {} {}.{}", state.st_size, modified_time(state).tv_sec, modified_time(state).tv_nsec);
        lines.push_back(std::move(line));
    }
    if (size) *size = sum;
    std::sort(lines.begin(), lines.end());
    return short_hash(join(lines, "\n"));
}

std::vector<CachedEnvironment> list() {
    std::vector<CachedEnvironment> result;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(cache_directory() / "environments", error)) {
        const std::string key = entry.path().filename().string();
        if (!is_key(key) || !entry.is_directory(error)) continue;
        const Place place(key);
        CachedEnvironment cached;
        cached.key = key;
        cached.path = place.folder;
        struct stat state{};
        if (::stat(place.used.c_str(), &state) == 0 || ::stat(place.folder.c_str(), &state) == 0)
            cached.last_used = state.st_mtime;
        if (const auto stamp = read_stamp(place.stamp)) {
            cached.complete = true;
            cached.size = stamp->size;
            cached.what = what_of(*stamp);
        } else {
            cached.what = "incomplete";
            tree_digest(place.folder, &cached.size);
        }
        result.push_back(std::move(cached));
    }
    std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.last_used > b.last_used; });
    return result;
}

std::vector<CachedEnvironment> prune(std::optional<std::chrono::seconds> older_than) {
    const std::time_t now = std::time(nullptr);
    const auto old_enough = [&](std::time_t used) { return !older_than || now - used > older_than->count(); };
    std::vector<CachedEnvironment> removed;
    for (auto& cached : list()) {
        if (!old_enough(cached.last_used)) continue;
        const Place place(cached.key);
        const auto building = FileLock::attempt(place.lock), in_use = FileLock::attempt(place.used);
        if (!building || !in_use) continue;
        discard(place);
        std::error_code ignored;
        fs::remove(place.used, ignored);  // <key>.lock stays: another testskew may be waiting for it
        removed.push_back(std::move(cached));
    }
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(cache_directory() / "resolutions", error)) {
        struct stat state{};
        if (::stat(entry.path().c_str(), &state) == 0 && old_enough(state.st_mtime)) fs::remove(entry.path(), error);
    }
    return removed;
}

}  // namespace testskew::environment
