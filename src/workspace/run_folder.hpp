#pragma once
#include <filesystem>
#include <string>
#include <vector>

/// `.testskew/` in the user's project: the one place there that is written to.
namespace testskew::workspace {

/// A new folder `.testskew/runs/<YYYYMMDD-HHMMSS-xxxx>/`, 0700 (local time). `.testskew/` gets a .gitignore of `*` and
/// a CACHEDIR.TAG where they are missing. Throws Error (code 4) where it cannot be made, or `.testskew` is a symlink or
/// a file.
std::filesystem::path make_run_folder(const std::filesystem::path& project);

/// The runs of the project, the oldest first.
std::vector<std::filesystem::path> list_runs(const std::filesystem::path& project);

/// The latest one. Throws Error (code 2) where there is none.
std::filesystem::path latest_run(const std::filesystem::path& project);

/// The run whose name begins with `id`, or ends with its last four letters; or a path of a run folder. Throws Error
/// (code 2) where there is none (naming the nearest or latest) or more than one.
std::filesystem::path find_run(const std::filesystem::path& project, const std::string& id);

}  // namespace testskew::workspace
