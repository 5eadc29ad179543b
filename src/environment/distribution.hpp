#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "environment/direct_url.hpp"

namespace testskew::environment {

/// One distribution as its metadata describes it.
struct Distribution {
    std::string name;  ///< The normalised name.
    std::string version;
    std::optional<DirectUrl> origin;
    std::filesystem::path metadata;
    /// Its metadata could be read. If not, the name and the version are those of the folder's name.
    bool whole = true;
};

/// Reads a metadata folder (*.dist-info, *.egg-info), or the file that distutils once wrote in its place.
Distribution distribution_of(const std::filesystem::path& metadata);

/// Returns the folder of the project to which a file NAME.egg-link of `setup.py develop` leads. Its second line leads
/// from the folder of the modules to the folder of setup.py.
std::filesystem::path linked_project(const std::filesystem::path& egg_link);

}  // namespace testskew::environment
