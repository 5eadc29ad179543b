#pragma once
#include <map>
#include <string>
#include <vector>

/// What the package manager of the operating system knows: dpkg or rpm. Where there is neither, nothing is known.
namespace testskew::process {

/// The packages that these files came from, each with its version. Files that belong to no package are left out.
std::map<std::string, std::string> os_packages_of(const std::vector<std::string>& files);

/// The versions in which these packages are installed here; a package that is not is left out. Returns false if there
/// is no package manager that could say it.
bool os_package_versions(const std::vector<std::string>& names, std::map<std::string, std::string>& versions);

}  // namespace testskew::process
