#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "util/descriptor.hpp"

namespace testskew {

/// A temporary folder, which is removed at the end with all that is in it. Only its owner can read it.
class TemporaryFolder {
    Descriptor lock_;  // It is held for as long as the folder is used, and is the first member, as `path` needs it.

public:
    /// Makes a folder in the system's folder for temporary files, and holds a lock on it. The first call of a program
    /// removes what programs that were killed have left there. Throws Error (exit code 4) if it cannot.
    TemporaryFolder();
    /// The same in another folder, which is there already.
    explicit TemporaryFolder(const std::filesystem::path& parent);
    /// Makes a folder in `parent` whose name begins with `prefix`. It has no lock: `parent` is removed by itself.
    TemporaryFolder(const std::filesystem::path& parent, const std::string& prefix);
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    /// Writes a file of these lines and returns its path.
    std::string file(const std::string& name, const std::vector<std::string>& lines) const;
    const std::filesystem::path path;
};

/// Removes the temporary folders in `parent` whose programs are dead: those of this user that nobody holds a lock on.
void sweep_temporary_folders(const std::filesystem::path& parent);

}  // namespace testskew
