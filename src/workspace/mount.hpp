#pragma once
#include <filesystem>
#include <vector>

/// What overlays need of the file system. It exists on Linux only. On other systems a call says that it is impossible,
/// or finds nothing.
namespace testskew::workspace {

/// Makes a whiteout: `path` in an upper folder hides what the lower ones have. Throws std::runtime_error.
void make_whiteout(const std::filesystem::path& path);

/// Returns the mount points strictly below `folder`.
std::vector<std::filesystem::path> mounts_below(const std::filesystem::path& folder);

}  // namespace testskew::workspace
