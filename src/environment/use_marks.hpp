#pragma once
#include <filesystem>

namespace testskew::environment {

/// Notes in the file `mark` that what it stands for is used now. The file stays locked (shared) until this process
/// ends, so that no prune(), of this process or of others, removes what it stands for. It does nothing if the file
/// cannot be written.
void mark_used(const std::filesystem::path& mark);

}  // namespace testskew::environment
