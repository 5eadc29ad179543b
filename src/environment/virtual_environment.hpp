#pragma once
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/environment.hpp"

namespace testskew::environment {

/// What is installed in a virtual environment that somebody else made, as requirements by which it can be had again.
struct InstalledPackages {
    std::size_t count = 0;            ///< distributions that were found
    PackageSet packages;              ///< each at its version, or as the direct reference that it came from (PEP 610)
    std::vector<LocalInstall> local;  ///< the project, and other folders
    std::vector<std::string> notes;   ///< what of the environment is not taken
    /// The source of those whose file or folder is gone, and of those that came from a repository or an archive. Of the
    /// former the index may still have this version.
    std::map<std::string, std::string> sources;
};

/// Reads the site-packages of a virtual environment as importlib.metadata does; no process is started. `root` is the
/// project as uv's children see it: paths of folders are relative to it.
InstalledPackages read_virtual_environment(const VirtualEnvironment& environment, const std::filesystem::path& root);

/// Names everything that a resolution of these packages depends on.
std::string text_of(const InstalledPackages& installed);

}  // namespace testskew::environment
