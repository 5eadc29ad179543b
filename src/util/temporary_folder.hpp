#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace testskew {

/// A temporary folder, which is removed at the end with all that is in it. Only its owner can read it.
class TemporaryFolder {
public:
    /// Makes a folder in the system's folder for temporary files. Throws Error (exit code 4) if it cannot.
    TemporaryFolder() : TemporaryFolder(std::filesystem::temp_directory_path(), "testskew-") {}
    /// Makes a folder in `parent` whose name begins with `prefix`.
    TemporaryFolder(const std::filesystem::path& parent, const std::string& prefix);
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    /// Writes a file of these lines and returns its path.
    std::string file(const std::string& name, const std::vector<std::string>& lines) const;
    const std::filesystem::path path;
};

}  // namespace testskew
