#pragma once
#include <filesystem>
#include <vector>

namespace testskew::environment {

/// Which files of a clone are hard links to those of the environment that it was made from.
enum class Sharing {
    all,          ///< For environments that sessions cannot change.
    large_files,  ///< From 1 MB on, as copying gigabytes for each session would take too long. These are to be watched.
    none,
};

/// Makes the folder `to` a copy of the virtual environment `from`. Files that are not shared are copies, which take no
/// room where the file system can clone, and so are all if it has no hard links. Scripts and pyvenv.cfg hold the path
/// of `from`, so they are written again with the path of `to`. Returns the files that are shared if not all are. Throws
/// Error (exit code 4) if it fails.
std::vector<std::filesystem::path> clone_environment(const std::filesystem::path& from, const std::filesystem::path& to,
                                                     Sharing sharing);

}  // namespace testskew::environment
