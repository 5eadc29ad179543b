#pragma once
#include <cstdint>

namespace testskew {

/// Returns the bytes of memory that can be used without swapping and within the limit of a container. Returns 0 if the
/// system does not say it.
std::uint64_t memory_left();

}  // namespace testskew
