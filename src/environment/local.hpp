#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "environment/options.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// The workspace into which the project's own folders are installed.
struct LocalPlace {
    std::filesystem::path project;  ///< as the session sees it
    std::string stamp;  ///< names the state of the files that the installation depends on: the build files for an
                        ///< editable one, every file where any of Environment::local is not editable
    std::function<void()> before_exec;  ///< enters the workspace's namespace, where there is one
};

/// `third_party` with the folders of Environment::local installed on top, as an environment of its own: a clone by hard
/// links, then `uv pip install --no-deps` in the workspace. Kept under (third-party key, path as seen, stamp); where
/// one is kept that differs only in the path, it is cloned with the path rewritten and no backend runs. `third_party`
/// itself where nothing is local. The packages of the result are those of `third_party`. Throws BuildError with the
/// backend's reason.
Environment install_local(const Environment& third_party, const LocalPlace& place, const BuildOptions& options,
                          const Progress& progress = {});

/// Writes the files of site-packages that hold `from` (a path: .pth, editable finders, direct_url.json) anew with `to`.
void repoint(const std::filesystem::path& site, const std::string& from, const std::string& to);

}  // namespace testskew::environment
