#pragma once
#include <filesystem>
#include <optional>
#include <vector>

namespace testskew::profile {

/// What a Python says of itself.
struct InstalledPython {
    std::filesystem::path executable;  ///< sys.executable: the interpreter behind a version manager's stand-in.
    std::filesystem::path prefix;      ///< sys.prefix.
    bool is_virtual = false;           ///< sys.prefix is a virtual environment (PEP 405).
    /// The folders of its installed packages on sys.path, in that order: site-packages, dist-packages.
    std::vector<std::filesystem::path> sites;
};

/// Starts a Python as the user's shell would do in `directory`, and asks it. Returns nullopt if it does not answer.
std::optional<InstalledPython> installed_python(const std::filesystem::path& python,
                                                const std::filesystem::path& directory);

}  // namespace testskew::profile
