#pragma once
#include <string>

#include "model/environment.hpp"

namespace testskew::environment {

/// Returns the line of a requirements file that installs a package: its requirement, or its name and version if it has
/// none.
inline std::string line_of(const std::string& name, const Package& package) {
    return package.requirement.empty() ? name + "==" + package.version : package.requirement;
}

}  // namespace testskew::environment
