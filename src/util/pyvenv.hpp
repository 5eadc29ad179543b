#pragma once
#include <filesystem>
#include <string>

/// Virtual environments, as PEP 405 and the venv module make them.
namespace testskew {

/// The folder of the virtual environment that `path` names: `path` itself, or the environment in whose bin/ it is a
/// program. Empty if `path` names no virtual environment. The interpreter of the environment may be gone.
std::filesystem::path virtual_environment_of(const std::filesystem::path& path);

/// The value of a key in the pyvenv.cfg of an environment, in lower case unless it is a path; "" if there is none.
std::string pyvenv_value(const std::filesystem::path& environment, const std::string& key);

/// The version of Python in an environment's pyvenv.cfg, such as "3.12"; "" if the file does not say it.
std::string pyvenv_version(const std::filesystem::path& environment);

}  // namespace testskew
