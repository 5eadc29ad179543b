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
    std::size_t count = 0;  ///< The number of distributions that were found.
    /// The packages, each at its version, or as the direct reference from which it came (PEP 610).
    PackageSet packages;
    std::vector<LocalInstall> local;  ///< The project, and other folders.
    std::vector<std::string> notes;   ///< What of the environment is not taken.
    /// The sources of the packages whose file or folder is gone, and of those that came from a repository or an
    /// archive. The index may still have this version of the former.
    std::map<std::string, std::string> sources;
};

/// Reads the site-packages of a virtual environment as importlib.metadata does. No process is started. `root` is the
/// project as uv's children see it, and the paths of folders are relative to it.
InstalledPackages read_virtual_environment(const VirtualEnvironment& environment, const std::filesystem::path& root);

/// Returns a text that depends on everything on which a resolution of these packages depends.
std::string text_of(const InstalledPackages& installed);

}  // namespace testskew::environment
