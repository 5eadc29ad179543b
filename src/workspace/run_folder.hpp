#pragma once
#include <filesystem>
#include <string>
#include <vector>

/// The folder `.testskew/` is the one place in the user's project that is written to.
namespace testskew::workspace {

/// Makes `.testskew/` if it is missing, with a .gitignore of `*` and a CACHEDIR.TAG. Throws Error (code 4) if it cannot
/// be made, or if it is a symlink or a file.
std::filesystem::path make_own_folder(const std::filesystem::path& project);

/// Makes a new folder `.testskew/runs/<YYYYMMDD-HHMMSS-xxxx>/` (in local time) with mode 0700, and what
/// make_own_folder() makes. Throws Error (code 4) if a folder cannot be made.
std::filesystem::path make_run_folder(const std::filesystem::path& project);

/// Returns the runs of the project, the oldest first.
std::vector<std::filesystem::path> list_runs(const std::filesystem::path& project);

/// Returns the latest run that has something to report, or else the latest run. Throws Error (code 2) if there is none.
std::filesystem::path latest_run(const std::filesystem::path& project);

/// Returns the run whose name begins with `id`, or whose last four letters are `id`. `id` may also be the path of a
/// run's folder. Throws Error (code 2) if there is none, and names the nearest or the latest run. Throws Error also if
/// there is more than one.
std::filesystem::path find_run(const std::filesystem::path& project, const std::string& id);

/// find_run(), or latest_run() if the id is "".
std::filesystem::path run_or_latest(const std::filesystem::path& project, const std::string& id);

}  // namespace testskew::workspace
