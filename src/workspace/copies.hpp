#pragma once
#include <cstdint>
#include <filesystem>

#include "workspace/project_tree.hpp"
#include "workspace/states.hpp"
#include "workspace/workspace.hpp"

namespace testskew::workspace {

/// Returns the room that a copy of `top` takes, in bytes. What a copy leaves out does not count.
std::uint64_t copy_size(const std::filesystem::path& top);

/// Makes workspaces that are copies of the project's files in another place.
class Copies {
public:
    /// Both references must outlive this object.
    Copies(const ProjectTree& tree, States& states) : tree_(tree), states_(states) {}

    /// Puts the files of `state`, and over them those of the folder `laid_over`, into `workspace`, whose folder is
    /// `folder`. It sets the workspace's top, layer, entrance and notes. Throws Error.
    void fill(Workspace& workspace, const std::filesystem::path& folder, const FileState& state,
              const std::filesystem::path& laid_over) const;

private:
    const ProjectTree& tree_;
    States& states_;
};

}  // namespace testskew::workspace
