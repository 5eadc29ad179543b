#pragma once
#include <filesystem>
#include <optional>
#include <vector>

namespace testskew::interpreter {

/// The executables that may be interpreters, the preferred first, each real file once, shims left out, a virtual
/// environment's replaced by the one it was made from. With `minor`, those left out whose name says that they are
/// another 3.x.
std::vector<std::filesystem::path> candidates(std::optional<int> minor);

/// The executable that a virtual environment's python was made from (through several layers), the path itself where it
/// is none.
std::filesystem::path base_of(const std::filesystem::path& executable);

/// Is this a version manager's stand-in that decides when it is run? (pyenv's, asdf's and mise's folders `shims`)
bool is_shim(const std::filesystem::path& executable);

}  // namespace testskew::interpreter
