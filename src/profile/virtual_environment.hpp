#pragma once
#include <filesystem>
#include <string>

namespace testskew::profile {

/// The folder of the virtual environment that `python` means, if it is a path of the environment or of its interpreter.
/// Empty for everything else. The path is relative to `directory`.
std::filesystem::path environment_named(const std::string& python, const std::filesystem::path& directory);

}  // namespace testskew::profile
