#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "workspace/tree.hpp"
#include "workspace/workspace.hpp"

namespace testskew::workspace {

/// Finds out what processes write into a workspace. It remembers the workspace as it is when this object is made, and
/// compares it later. Bytecode, object files, and what belongs to git or to testskew do not count.
class WrittenFiles {
public:
    /// `workspace` must exist as long as this object is used.
    explicit WrittenFiles(const Workspace& workspace);

    /// Returns the files and symlinks that are new or have changed since then, sorted, relative to the covered tree.
    std::vector<std::string> paths() const;

    /// Copies them to the same places below the folder `to`, which is made if there is anything to copy. Returns their
    /// paths. Throws Error (code 4) if that cannot be written.
    std::vector<std::string> save(const std::filesystem::path& to) const;

private:
    std::vector<TreeEntry> look() const;

    std::filesystem::path layer_;  ///< Where the writes of the workspace can be seen from outside.
    std::map<std::string, TreeEntry> before_;
};

}  // namespace testskew::workspace
