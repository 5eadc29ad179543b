#pragma once
#include <ctime>
#include <filesystem>
#include <optional>
#include <string>

#include "model/environment.hpp"

namespace testskew::environment {

/// A resolution as it is kept in the cache.
struct KeptResolution {
    std::time_t time = 0;  ///< when it was made
    PackageSet packages;
    std::vector<LocalInstall> local;
    std::vector<std::string> notes;
    std::vector<Fidelity> fidelity;
};

/// The resolution kept under `key`, nullopt where there is none or it cannot be read.
std::optional<KeptResolution> kept_resolution(const std::string& key);
/// Keeps it; a cache that cannot be written is no error here.
void keep_resolution(const std::string& key, const KeptResolution& resolution);

/// What stands beside a complete environment, written last: without it nothing trusts the folder.
struct Stamp {
    std::string interpreter;    ///< executable
    std::string build;          ///< its sys.version
    std::string version;        ///< "3.11.7"
    std::string maker;          ///< "venv" or "uv": which tool made the empty environment
    std::string base;           ///< key of the third-party environment, where local folders were installed on top
    std::string project;        ///< and the path of the project as it was seen
    std::string project_stamp;  ///< and the state of its build files
    PackageSet packages;        ///< with the versions that were really installed
    long site_time = 0;         ///< modification time of site-packages, nanoseconds
    std::string tree;           ///< digest of all files, see tree_digest()
    long size = 0;              ///< bytes on disk
};

std::optional<Stamp> read_stamp(const std::filesystem::path& file);
/// Throws Error (exit code 4) where it cannot be written.
void write_stamp(const std::filesystem::path& file, const Stamp& stamp);

}  // namespace testskew::environment
