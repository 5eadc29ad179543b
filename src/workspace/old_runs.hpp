#pragma once
#include <cstdint>
#include <filesystem>
#include <vector>

/// Which folders of runs in .testskew/runs are in use, and which can go.
namespace testskew::workspace {

/// Notes that this process uses the folder of a run. It stays locked (shared) until the process ends.
void hold_run(const std::filesystem::path& folder);

/// Removes the oldest runs of a project until the folders of all of them take at most `limit` bytes. The latest ten
/// stay, and so does what a running testskew uses. Returns what was removed.
std::vector<std::filesystem::path> remove_old_runs(const std::filesystem::path& project, std::uint64_t limit);

/// True if another process uses a run of the project.
bool others_use_runs(const std::filesystem::path& project);

}  // namespace testskew::workspace
