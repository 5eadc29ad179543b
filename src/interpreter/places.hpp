#pragma once
#include <filesystem>
#include <optional>
#include <vector>

namespace testskew::interpreter {

/// The executables that may be interpreters, the preferred ones first. Each real file is there once; stand-ins are left
/// out; the python of a virtual environment is replaced by the one it was made from. With `minor`, those are left out
/// whose name says that they are another 3.x.
std::vector<std::filesystem::path> candidates(std::optional<int> minor);

/// The executable that the python of a virtual environment was made from, through several layers of environments; the
/// path itself if it is of no environment.
std::filesystem::path base_of(const std::filesystem::path& executable);

/// Whether this is a version manager's stand-in that decides when it is run: something in the folders `shims` of pyenv,
/// asdf and mise.
bool is_shim(const std::filesystem::path& executable);

}  // namespace testskew::interpreter
