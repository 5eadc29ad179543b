#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/environment.hpp"

namespace testskew::environment {

/// lib/pythonX.Y/site-packages of a virtual environment; empty if there is none.
std::filesystem::path site_packages(const std::filesystem::path& environment);

/// What is installed in a virtual environment, read from its *.dist-info and *.egg-info folders without starting a
/// process. A direct reference (PEP 610) is part of the requirement.
PackageSet installed(const std::filesystem::path& environment);

/// The metadata folders of a virtual environment by normalised name. A name has several if metadata was left behind.
std::multimap<std::string, std::filesystem::path> metadata_folders(const std::filesystem::path& environment);

/// The same for a folder site-packages.
std::multimap<std::string, std::filesystem::path> metadata_folders_in(const std::filesystem::path& site);

/// A field in the header of a METADATA or PKG-INFO file; "" if it has no such field.
std::string metadata_field(const std::string& text, std::string_view field);

/// The files that the RECORD of a distribution lists, relative to site-packages.
std::vector<std::string> recorded_files(const std::filesystem::path& metadata_folder);

/// Every file of these distributions but bytecode. A file that two of them share is there twice.
std::multiset<std::string> files_of(const std::filesystem::path& environment, const std::set<std::string>& names);

}  // namespace testskew::environment
