#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "environment/kept_resolution.hpp"
#include "environment/options.hpp"
#include "environment/requirements_file.hpp"
#include "environment/resolve.hpp"
#include "environment/virtual_environment.hpp"

namespace testskew::environment {

/// What is to be resolved for one side, and how.
struct Asked {
    const SideRequest& side;
    const std::vector<std::string>& extra;  ///< Lines in addition to the requirements.
    const PackageSet& preferred;            ///< Versions that are taken if they fit.
    const std::filesystem::path& root;      ///< The project as uv's children see it.
    BuildOptions options;
    std::optional<InstalledPackages> installed = {};  ///< The packages of Requirements::installed.
};

/// Asks uv for a resolution, whatever the cache holds. Throws BuildError if there is none.
KeptResolution resolve_now(FlatRequirements flat, const Asked& asked);

}  // namespace testskew::environment
