// Where unit tests that need a real interpreter look for one. It is not the search of src/interpreter, which is under
// test itself.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "util/files.hpp"

/// The executables of Python 3.MINOR on PATH and among the versions of pyenv, the first of PATH first.
inline std::vector<std::filesystem::path> pythons_of(int minor) {
    namespace fs = std::filesystem;
    const std::string name = "python3." + std::to_string(minor);
    std::vector<fs::path> result;
    if (auto path = testskew::find_on_path(name)) result.push_back(*path);
    const fs::path pyenv = testskew::environment_variable("PYENV_ROOT")
                               .value_or(testskew::environment_variable("HOME").value_or("/nonexistent") + "/.pyenv");
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(pyenv / "versions", error))
        if (fs::exists(entry.path() / "bin" / name, error)) result.push_back(entry.path() / "bin" / name);
    return result;
}
