#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "environment/options.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// The workspace into which the project's own folders are installed.
struct LocalPlace {
    std::filesystem::path project;  ///< The path of the project as the session sees it.
    /// The state of the files on which the installation depends: the build files, or every file if one of
    /// Environment::local is not editable.
    std::string stamp;
    process::Entrance entrance;  ///< The entrance of the workspace.
    /// Copies what was written into the workspace's tree to a folder, which it makes if there is anything.
    using Save = std::function<void(const std::filesystem::path& to)>;
    /// This is called before the build backend runs, and only if it does. The function that it returns is called
    /// afterwards.
    std::function<Save()> watch_writes = {};
};

/// Returns `third_party` with the folders of Environment::local installed on top, as an environment of its own. It is a
/// clone by hard links, followed by `uv pip install --no-deps` in the workspace. It is kept under the third-party key,
/// the path of the project and the stamp. If one is kept that differs only in the path, that one is cloned and its path
/// is rewritten, and no build backend runs. Returns `third_party` itself if nothing is local. The packages of the
/// result are those of `third_party`. What the build wrote into the tree (extension modules, generated files) is kept
/// with it. Throws BuildError with the reason of the backend.
Environment install_local(const Environment& third_party, const LocalPlace& place, const BuildOptions& options,
                          const Progress& progress = {});

/// Replaces the path `from` by `to` in the files of site-packages that tell Python and pip where an editable project
/// is: .pth files, the finders of editable installations, and direct_url.json.
void repoint(const std::filesystem::path& site, const std::string& from, const std::string& to);

/// Does the same for the absolute symlinks below `folder`, if the folder exists.
void repoint_links(const std::filesystem::path& folder, const std::string& from, const std::string& to);

}  // namespace testskew::environment
