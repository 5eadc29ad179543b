#pragma once
#include <cstddef>
#include <cstdint>

namespace testskew {

/// Returns the bytes of memory that can be used without swapping and within the limit of a container. Returns 0 if the
/// system does not say it.
std::uint64_t memory_left();

/// How many of `count` things that each take `each` bytes fit into `left` bytes; at least one of them is let through.
/// All of them if one of the sizes is 0, which means that nobody knows it.
std::size_t how_many_fit(std::size_t count, std::uint64_t each, std::uint64_t left);

}  // namespace testskew
