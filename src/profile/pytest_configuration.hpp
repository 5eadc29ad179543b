#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace testskew::profile {

/// The words of pytest's addopts in the configuration file that pytest would read, and the keys of that file.
struct PytestConfiguration {
    std::string file;  ///< "" if there is none
    std::vector<std::string> addopts, keys;
};

/// Reads the configuration of pytest in this folder.
PytestConfiguration pytest_configuration(const std::filesystem::path& folder);

}  // namespace testskew::profile
