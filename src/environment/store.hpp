#pragma once
#include <chrono>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace testskew::environment {

/// Where environments are kept: environments/<key>/ the virtual environment, and beside it <key>.json (the stamp,
/// written last), <key>.lock (held while it is built or removed) and <key>.used (its time is the last use; held shared
/// while a testskew uses it).
struct Place {
    explicit Place(const std::string& key);
    std::filesystem::path folder, stamp, lock, used;
};

/// Notes the use now and keeps prune, of this process and others, away from it until this process ends. Fails silently
/// where the cache cannot be written.
void mark_used(const std::string& key);

/// Removes stamp and folder, in this order. Call with the lock held.
void discard(const Place& place) noexcept;

/// A digest of names, sizes and times of everything in the environment but bytecode: what a test that installs into its
/// environment, or removes from it, changes. Also sums up the size. 2,500 files take about 15 ms.
std::string tree_digest(const std::filesystem::path& folder, long* size = nullptr);

/// One cached environment, as `testskew environments list` shows it.
struct CachedEnvironment {
    std::string key;
    std::filesystem::path path;
    long size = 0;  ///< bytes; hard links are counted wherever they are seen
    std::time_t last_used = 0;
    std::string what;       ///< "Python 3.11.7, 31 packages: pytest 9.2.0, fastapi 0.165.0, ..."
    bool complete = false;  ///< false: left behind by an interrupted build, never used
};

/// All cached environments, the last used first.
std::vector<CachedEnvironment> list();

/// Removes what was last used longer ago than `older_than` (nullopt: all of them), and the resolutions of that age.
/// What another testskew uses or builds at this moment stays. Gives what was removed.
std::vector<CachedEnvironment> prune(std::optional<std::chrono::seconds> older_than);

}  // namespace testskew::environment
