#pragma once
#include <functional>
#include <string>
#include <vector>

#include "environment/virtual_environment.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// Resolves lines to exactly what they say. Throws BuildError.
using ResolveLines = std::function<PackageSet(const std::vector<std::string>& lines)>;

/// Those of the packages of a virtual environment that can be had again. What cannot is named in `notes`; where its
/// version without the local label ("2.1.0" of "2.1.0+cu118") can be had, that is taken and `fidelity` says so. Throws
/// BuildError if that cannot be found out: the index does not answer.
PackageSet available(const InstalledPackages& installed, const ResolveLines& resolve, std::vector<std::string>& notes,
                     std::vector<Fidelity>& fidelity);

}  // namespace testskew::environment
