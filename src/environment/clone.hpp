#pragma once
#include <filesystem>

namespace testskew::environment {

/// Makes the folder `to` a copy of the virtual environment `from`. Files are hard links, or copies if the file system
/// has no hard links. Scripts and pyvenv.cfg hold the path of `from`, so they are written again with the path of `to`.
/// Throws Error (exit code 4) if that fails.
void clone_environment(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace testskew::environment
