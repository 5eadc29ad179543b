#pragma once
#include <chrono>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace testskew::environment {

/// One cached environment, as `testskew environments list` shows it.
struct CachedEnvironment {
    std::string key;
    std::filesystem::path path;
    long size = 0;  ///< The size in bytes. Hard links are counted wherever they are seen.
    /// The bytes of files to which no other folder had links when it was made; of one that was removed, what that has
    /// freed.
    long own = 0;
    std::time_t last_used = 0;  ///< The time in seconds since 1970.
    std::string what;           ///< For example "Python 3.11.7, 31 packages: pytest 9.2.0, fastapi 0.165.0, ...".
    bool complete = false;      ///< If this is false, an interrupted build left it behind, and nothing uses it.
};

/// Returns all cached environments, those that were used last first. The sizes are those that were written when an
/// environment was made, so of ten thousand no file is looked at, but of those without such a record.
std::vector<CachedEnvironment> list();

/// Returns the keys of at most so many cached environments, those that were used last first; some may be incomplete. It
/// reads none of them, so it is fast however many there are.
std::vector<std::string> last_used(std::size_t most);

/// How many of the environments that were used last are looked at for one that a new one can be made from. An older one
/// that would fit is rare, and a cache may hold ten thousand.
constexpr std::size_t most_looked_at = 300;

/// Removes the environments that were used longest ago, until those that are left take at most `limit` bytes. What
/// several share, as hard links, counts for none of them. What another testskew uses or builds at this moment, and what
/// this process has used, stays. Resolutions beyond the latest 500 go, too. One record of a size that is wrong makes
/// nothing go: before anything does, the largest are looked at. Returns what was removed.
std::vector<CachedEnvironment> prune_to(std::uint64_t limit);

/// Removes the environments that were last used longer ago than `older_than` (nullopt: all of them), and the
/// resolutions of that age. What another testskew uses or builds at this moment stays. Returns what was removed, each
/// with what its removal freed.
std::vector<CachedEnvironment> prune(std::optional<std::chrono::seconds> older_than);

}  // namespace testskew::environment
