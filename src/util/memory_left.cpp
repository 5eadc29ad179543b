#include "util/memory_left.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace testskew {
namespace {

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

/// Returns the bytes that the memory limit of a container leaves. /proc/meminfo only tells about the whole machine.
std::uint64_t limit_left() {
    const auto number = [](const char* path) -> std::optional<std::uint64_t> {
        std::ifstream file(path);
        std::uint64_t value = 0;
        return file >> value ? std::optional(value) : std::nullopt;  // If the file says "max", there is no limit.
    };
    auto limit = number("/sys/fs/cgroup/memory.max"), used = number("/sys/fs/cgroup/memory.current");
    if (!limit) {  // the first version of control groups
        limit = number("/sys/fs/cgroup/memory/memory.limit_in_bytes");
        used = number("/sys/fs/cgroup/memory/memory.usage_in_bytes");
    }
    if (!limit || !used) return ~std::uint64_t{0};
    return *limit > *used ? *limit - *used : 0;
}

}  // namespace

std::uint64_t memory_left() { return std::min(free_memory(), limit_left()); }

std::size_t how_many_fit(std::size_t count, std::uint64_t each, std::uint64_t left) {
    if (count < 2 || !each || !left) return count;
    return static_cast<std::size_t>(std::clamp<std::uint64_t>(left / each, 1, count));
}

}  // namespace testskew
