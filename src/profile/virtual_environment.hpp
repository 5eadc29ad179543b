#pragma once
#include <filesystem>
#include <string>

namespace testskew::profile {

/// The folder of the virtual environment that `python` means, if it is a path of the environment or of its interpreter.
/// Empty for everything else. The path is relative to `directory`.
std::filesystem::path environment_named(const std::string& python, const std::filesystem::path& directory);

/// The virtual environment in use, for the profile `here`: $VIRTUAL_ENV, else .venv, venv or env in the project. Throws
/// Error (usage) if there is none.
std::filesystem::path environment_in_use(const std::filesystem::path& project);

}  // namespace testskew::profile
