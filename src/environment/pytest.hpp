#pragma once
#include <filesystem>

#include "environment/resolve.hpp"

namespace testskew::environment {

/// Adds pytest to the resolutions that lack it, in one version on both sides. If one side has it, the other side gets
/// that version. If neither has it, both get the newest version that the older Python of the two supports. The sides
/// differ, with a note, only if no version fits both. `root` and `options` are those of resolve(). Throws BuildError.
void add_pytest(const SideRequest& bad, Resolution& bad_resolution, const SideRequest& good,
                Resolution& good_resolution, const std::filesystem::path& root, const BuildOptions& options);

/// Adds pytest to the resolution of a single side if it is missing there. Throws BuildError.
void add_pytest(const SideRequest& side, Resolution& resolution, const std::filesystem::path& root,
                const BuildOptions& options);

}  // namespace testskew::environment
