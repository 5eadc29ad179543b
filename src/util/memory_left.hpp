#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace testskew {

/// Returns the bytes of memory that can be used without swapping and within the limits of a container, a batch job or a
/// service. Returns 0 if the system does not say it.
std::uint64_t memory_left();

/// The least that the limits of a control group and of those above it leave. `groups` is where they are mounted, and
/// `own` says which one is ours, as /proc/self/cgroup does. The largest number if there is no limit.
std::uint64_t left_in_groups(const std::filesystem::path& groups, const std::string& own);

/// How many of `count` things that each take `each` bytes fit into `left` bytes; at least one of them is let through.
/// All of them if one of the sizes is 0, which means that nobody knows it.
std::size_t how_many_fit(std::size_t count, std::uint64_t each, std::uint64_t left);

}  // namespace testskew
