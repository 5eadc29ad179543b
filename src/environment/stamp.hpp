#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "model/environment.hpp"

namespace testskew::environment {

/// The file that stands beside a complete environment. It is written last, and without it nothing trusts the folder.
struct Stamp {
    std::string interpreter;  ///< The path of the interpreter's executable.
    std::string build;        ///< The interpreter's sys.version.
    std::string version;      ///< For example "3.11.7".
    std::string maker;        ///< The tool that made the empty environment: "venv" or "uv".
    std::string base;     ///< The key of the third-party environment, if local folders were installed on top of one.
    std::string project;  ///< In that case, the path at which the project was seen.
    std::string project_stamp;  ///< In that case, the state of the project's build files.
    PackageSet packages;        ///< The packages, with the versions that were really installed.
    bool own_files = false;     ///< BuildOptions::own_files
    long site_time = 0;         ///< The modification time of site-packages, in nanoseconds.
    std::string tree;           ///< A digest of all files, see tree_digest().
    long size = 0;              ///< The size on disk in bytes.
    long own = -1;              ///< What of it no other folder had links to when it was made; -1 in older stamps.
};

/// Returns the stamp that a file holds, or nullopt if there is none or it cannot be read.
std::optional<Stamp> read_stamp(const std::filesystem::path& file);

/// What a list of the cache tells of an environment.
struct StampSummary {
    std::string what;  ///< for example "Python 3.11.7, 31 packages: pytest 9.2.0, fastapi 0.165.0"
    long size = 0;     ///< Stamp::size
    long own = 0;      ///< Stamp::own
    /// True if the sizes can be: a record that is damaged must not make others go.
    bool sizes_are_possible() const { return own >= 0 && size > 0 && own <= size; }
};

/// Returns what the stamp of a file says in short; nullopt if there is none or it cannot be read. It does not parse the
/// whole of it, as a cache may hold ten thousand.
std::optional<StampSummary> read_summary(const std::filesystem::path& file);

/// Writes a stamp. Throws Error (exit code 4) if the file cannot be written.
void write_stamp(const std::filesystem::path& file, const Stamp& stamp);

}  // namespace testskew::environment
