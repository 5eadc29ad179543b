#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace testskew::profile {

/// The Python that somebody uses in a project, for the profile `here`.
struct PythonInUse {
    /// The folder of a virtual environment, or an interpreter.
    std::filesystem::path python;
    /// True for an interpreter whose installed packages are meant (the key `installed`).
    bool installed = false;
    std::string how;  ///< What says so: "VIRTUAL_ENV", "poetry", "the Python on PATH".
};

/// Finds the environment in use, in this order: the one that is active (VIRTUAL_ENV, CONDA_PREFIX unless it is conda's
/// base), the one beside the project ($UV_PROJECT_ENVIRONMENT, .venv, venv, env, .pdm-python), the one that poetry,
/// pipenv or hatch keep for the project elsewhere (they are asked), and conda's base. Returns nullopt if there is none.
/// Throws Error (usage) if VIRTUAL_ENV is no virtual environment.
std::optional<PythonInUse> environment_in_use(const std::filesystem::path& project);

/// The variables, and the files of a project, by which environment_in_use() finds an environment without asking a tool.
std::vector<std::string> variables_of_use();
std::vector<std::filesystem::path> files_of_use(const std::filesystem::path& project);

/// Returns environment_in_use(), or else the Python on PATH. Throws Error (usage) if there is no Python at all.
PythonInUse python_in_use(const std::filesystem::path& project);

}  // namespace testskew::profile
