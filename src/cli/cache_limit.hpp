#pragma once
#include "cli/options.hpp"

namespace testskew::cli {

/// With --cache-limit, removes environments of testskew's cache, and earlier runs of this project, those that were used
/// longest ago first, until each of the two takes no more than the limit. What a running testskew uses stays, and so do
/// the latest runs. Says what was removed. Never throws: a command that has ended well does not fail by it.
void keep_to_limit(const Options& options) noexcept;

}  // namespace testskew::cli
