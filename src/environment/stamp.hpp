#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "model/environment.hpp"

namespace testskew::environment {

/// What stands beside a complete environment. It is written last: without it nothing trusts the folder.
struct Stamp {
    std::string interpreter;  ///< the path of its executable
    std::string build;        ///< its sys.version
    std::string version;      ///< "3.11.7"
    std::string maker;        ///< "venv" or "uv": the tool that made the empty environment
    std::string base;         ///< the key of the third-party environment, if local folders were installed on top of one
    std::string project;      ///< and the path at which the project was seen
    std::string project_stamp;  ///< and the state of its build files
    PackageSet packages;        ///< with the versions that were really installed
    long site_time = 0;         ///< the modification time of site-packages, in nanoseconds
    std::string tree;           ///< a digest of all files, see tree_digest()
    long size = 0;              ///< bytes on disk
};

/// The stamp that a file holds; nullopt if there is none or it cannot be read.
std::optional<Stamp> read_stamp(const std::filesystem::path& file);

/// Throws Error (exit code 4) if the file cannot be written.
void write_stamp(const std::filesystem::path& file, const Stamp& stamp);

}  // namespace testskew::environment
