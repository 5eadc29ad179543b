#pragma once
#include <functional>
#include <string>
#include <vector>

#include "environment/virtual_environment.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// Resolves lines to exactly what they say. Throws BuildError.
using ResolveLines = std::function<PackageSet(const std::vector<std::string>& lines)>;

/// Returns the packages of a virtual environment that can be had again. What cannot be had is named in `notes`. If only
/// its version without the local label ("2.1.0" of "2.1.0+cu118") can be had, that version is taken, and `fidelity`
/// says so. Throws BuildError if this cannot be found out, because the index does not answer.
PackageSet available(const InstalledPackages& installed, const ResolveLines& resolve, std::vector<std::string>& notes,
                     std::vector<Fidelity>& fidelity);

}  // namespace testskew::environment
