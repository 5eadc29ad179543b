#pragma once
#include <filesystem>
#include <optional>
#include <vector>

namespace testskew::interpreter {

/// The executables that may be interpreters, the preferred ones first. Each real file is there once, and stand-ins are
/// left out. The python of a virtual environment is replaced by the one it was made from. With `minor`, an executable
/// is left out if its name says that it is another 3.x.
std::vector<std::filesystem::path> candidates(std::optional<int> minor);

/// The executable that the python of a virtual environment was made from, also through several layers of environments.
/// A path outside of any environment is returned as it is.
std::filesystem::path base_of(const std::filesystem::path& executable);

/// Whether this is the stand-in of a version manager, which chooses the interpreter only when it is run: a file in the
/// folders `shims` of pyenv, asdf and mise.
bool is_shim(const std::filesystem::path& executable);

}  // namespace testskew::interpreter
