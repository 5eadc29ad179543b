#pragma once
#include <cstddef>
#include <functional>

namespace testskew {

/// Calls `work` with 0, 1, ... up to count - 1, at most `workers` of them at the same time, and begins them in this
/// order. The calling thread is one of the workers. Returns when all have ended. If one throws, no further one begins,
/// and what the first of them has thrown is thrown again.
void in_parallel(std::size_t count, std::size_t workers, const std::function<void(std::size_t)>& work);

}  // namespace testskew
