#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "workspace/project_tree.hpp"
#include "workspace/states.hpp"
#include "workspace/workspace.hpp"

namespace testskew::workspace {

/// What a trial showed about overlays on this machine.
struct OverlayTrial {
    std::string refused;                        ///< Why no overlay can be mounted; empty if one can.
    bool renames = true;                        ///< Folders of the project can be renamed, as they can be outside.
    std::vector<std::filesystem::path> mounts;  ///< Folders of the project that are file systems of their own.
};

/// Mounts a real overlay over `top` in a child, with its upper layer in the folder `scratch`.
OverlayTrial try_overlays(const std::filesystem::path& top, const std::filesystem::path& scratch);

/// Makes workspaces that are overlays on the project's own path, in a private mount namespace.
class Overlays {
public:
    /// `mounts` are the mounts that the trial found. Both references must outlive this object.
    Overlays(const ProjectTree& tree, States& states, std::vector<std::filesystem::path> mounts)
        : tree_(tree), states_(states), mounts_(std::move(mounts)) {}

    /// Puts the files of `state` into `workspace`, whose folder is `folder`. It sets the workspace's top, layer and
    /// entrance. The folders `options.protect` get an overlay as well, and `options.laid_over` lies over the state.
    /// Throws Error.
    void fill(Workspace& workspace, const std::filesystem::path& folder, const FileState& state,
              const Options& options) const;

private:
    const ProjectTree& tree_;
    States& states_;
    std::vector<std::filesystem::path> mounts_;
};

}  // namespace testskew::workspace
