#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/environment.hpp"

namespace testskew::environment {

/// lib/pythonX.Y/site-packages of a virtual environment; empty where there is none.
std::filesystem::path site_packages(const std::filesystem::path& environment);

/// What is installed in a virtual environment, read from its *.dist-info and *.egg-info folders; no process is started.
/// A direct reference (PEP 610) is part of the requirement.
PackageSet installed(const std::filesystem::path& environment);

/// The *.dist-info folders of a virtual environment by normalised name (several where metadata is doubled).
std::multimap<std::string, std::filesystem::path> metadata_folders(const std::filesystem::path& environment);

/// The files that a distribution's RECORD lists, relative to site-packages.
std::vector<std::string> recorded_files(const std::filesystem::path& metadata_folder);

}  // namespace testskew::environment
