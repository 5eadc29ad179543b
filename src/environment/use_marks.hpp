#pragma once
#include <filesystem>

namespace testskew::environment {

/// Notes in the file `mark` that what it stands for is used now, and keeps it locked (shared) until this process ends,
/// so that prune(), of this process and of others, leaves it alone. Does nothing if the file cannot be written.
void mark_used(const std::filesystem::path& mark);

}  // namespace testskew::environment
