#pragma once
#include <cstdint>
#include <filesystem>

#include "workspace/project_tree.hpp"
#include "workspace/states.hpp"
#include "workspace/workspace.hpp"

namespace testskew::workspace {

/// The room that a copy of `top` takes, in bytes. What a copy leaves out does not count.
std::uint64_t copy_size(const std::filesystem::path& top);

/// Workspaces that are copies of the project's files, elsewhere.
class Copies {
public:
    /// Both references must outlive this object.
    Copies(const ProjectTree& tree, States& states) : tree_(tree), states_(states) {}

    /// Puts the files of `state`, and over them those of the folder `laid_over`, into `workspace`, whose folder is
    /// `folder`: sets its top, its layer, its entrance and its notes. Throws Error.
    void fill(Workspace& workspace, const std::filesystem::path& folder, const FileState& state,
              const std::filesystem::path& laid_over) const;

private:
    const ProjectTree& tree_;
    States& states_;
};

}  // namespace testskew::workspace
