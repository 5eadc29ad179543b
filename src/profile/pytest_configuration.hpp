#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace testskew::profile {

/// The words of pytest's addopts and testpaths in the configuration file that pytest would read, and the keys of that
/// file.
struct PytestConfiguration {
    std::string file;  ///< "" if there is none
    std::vector<std::string> addopts, keys;
    std::vector<std::string> testpaths;  ///< what pytest collects without targets; empty for the whole folder
};

/// Reads the configuration of pytest in this folder.
PytestConfiguration pytest_configuration(const std::filesystem::path& folder);

}  // namespace testskew::profile
