#pragma once
#include <filesystem>
#include <string>

/// Virtual environments, as PEP 405 and the venv module make them.
namespace testskew {

/// The folder of the virtual environment that `path` names: itself, or the one whose program in bin/ it is. Empty if it
/// is none. The interpreter of the environment may be gone.
std::filesystem::path virtual_environment_of(const std::filesystem::path& path);

/// The value of a key in the pyvenv.cfg of an environment, in lower case unless it is a path; "" if there is none.
std::string pyvenv_value(const std::filesystem::path& environment, const std::string& key);

/// The Python of an environment as its pyvenv.cfg says it: "3.12". "" if it does not say it.
std::string pyvenv_version(const std::filesystem::path& environment);

}  // namespace testskew
