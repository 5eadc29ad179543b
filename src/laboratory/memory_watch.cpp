#include "laboratory/memory_watch.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "util/memory_left.hpp"

namespace testskew::laboratory {

void MemoryWatch::note(int megabytes) {
    const std::lock_guard lock(mutex_);
    most_ = std::max(most_, megabytes);
}

std::size_t MemoryWatch::fitting(std::size_t jobs) {
    constexpr std::uint64_t megabyte = 1 << 20;
    const std::lock_guard lock(mutex_);
    const std::uint64_t each = static_cast<std::uint64_t>(most_) * megabyte, left = memory_left();
    const std::size_t fits = how_many_fit(jobs, each, left);
    if (fits < jobs && !said_) {
        said_ = true;
        status_.note(fmt::format("a session takes up to {} MB of memory, and {} MB are left: {} at a time", most_,
                                 left / megabyte, fits));
    }
    return fits;
}

}  // namespace testskew::laboratory
