#include "util/memory_left.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew {
namespace {

constexpr std::uint64_t no_limit = ~std::uint64_t{0};

/// Returns the bytes of memory that can be used without swapping. Returns 0 if the system does not say it.
std::uint64_t free_memory() {
    std::ifstream file("/proc/meminfo");
    for (std::string line; std::getline(file, line);) {
        if (line.rfind("MemAvailable:", 0) != 0) continue;
        std::istringstream number(line.substr(13));
        std::uint64_t kilobytes = 0;
        number >> kilobytes;
        return kilobytes * 1024;
    }
    return 0;
}

std::optional<std::uint64_t> number_in(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::uint64_t value = 0;
    return in >> value ? std::optional(value) : std::nullopt;  // If the file says "max", there is no limit.
}

/// A number of memory.stat; 0 if it is not there.
std::uint64_t statistic_in(const std::filesystem::path& file, const std::string& name) {
    std::ifstream in(file);
    std::uint64_t value = 0;
    for (std::string key; in >> key >> value;)
        if (key == name) return value;
    return 0;
}

/// What the limit of one control group leaves. Files that are kept in memory and can be dropped take nothing.
std::uint64_t left_in(const std::filesystem::path& group, bool first_version) {
    const auto limit = number_in(group / (first_version ? "memory.limit_in_bytes" : "memory.max"));
    const auto used = number_in(group / (first_version ? "memory.usage_in_bytes" : "memory.current"));
    if (!limit || !used) return no_limit;
    const std::uint64_t files =
        statistic_in(group / "memory.stat", first_version ? "total_inactive_file" : "inactive_file");
    const std::uint64_t taken = *used - std::min(*used, files);
    return *limit - std::min(*limit, taken);
}

}  // namespace

std::uint64_t left_in_groups(const std::filesystem::path& groups, const std::string& own) {
    std::uint64_t left = no_limit;
    // "0::/a/b" of the second version, "7:memory:/a/b" of the first. In a container the groups above are not to be
    // seen, and its own one is where they are mounted.
    for (const std::string& line : split(own, '\n')) {
        const auto parts = split(line, ':');
        const bool first_version = parts.size() > 2 && parts[1] == "memory";
        if (!first_version && (parts.size() < 3 || parts[0] != "0" || !parts[1].empty())) continue;
        const std::filesystem::path base = first_version ? groups / "memory" : groups;
        std::filesystem::path below = std::filesystem::path(parts[2]).relative_path();
        for (; !below.empty(); below = below.parent_path()) left = std::min(left, left_in(base / below, first_version));
        left = std::min(left, left_in(base, first_version));
    }
    return left;
}

std::uint64_t memory_left() {
    return std::min(free_memory(), left_in_groups("/sys/fs/cgroup", read_file("/proc/self/cgroup").value_or("")));
}

std::size_t how_many_fit(std::size_t count, std::uint64_t each, std::uint64_t left) {
    if (count < 2 || !each || !left) return count;
    return static_cast<std::size_t>(std::clamp<std::uint64_t>(left / each, 1, count));
}

}  // namespace testskew
