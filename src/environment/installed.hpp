#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/environment.hpp"

namespace testskew::environment {

/// Returns lib/pythonX.Y/site-packages of a virtual environment, or an empty path if there is none.
std::filesystem::path site_packages(const std::filesystem::path& environment);

/// Returns what is installed in a virtual environment. It is read from the *.dist-info and *.egg-info folders without
/// starting a process. A direct reference (PEP 610) is part of the requirement.
PackageSet installed(const std::filesystem::path& environment);

/// Returns the metadata folders of a virtual environment by normalised name. A name has several folders if metadata was
/// left behind.
std::multimap<std::string, std::filesystem::path> metadata_folders(const std::filesystem::path& environment);

/// Returns the same for a folder site-packages.
std::multimap<std::string, std::filesystem::path> metadata_folders_in(const std::filesystem::path& site);

/// Returns a field in the header of a METADATA or PKG-INFO file, or "" if the file has no such field.
std::string metadata_field(const std::string& text, std::string_view field);

/// Returns the files that the RECORD of a distribution lists, relative to site-packages.
std::vector<std::string> recorded_files(const std::filesystem::path& metadata_folder);

/// Returns every file of these distributions except bytecode. A file that two of them share is there twice.
std::multiset<std::string> files_of(const std::filesystem::path& environment, const std::set<std::string>& names);

}  // namespace testskew::environment
