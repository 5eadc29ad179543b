#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "environment/lock.hpp"

namespace testskew::environment {

/// Reads the output of `pip freeze`, which another machine may have written. `project` is the normalised name of the
/// project in the folder `root`, or "" if it declares none. Throws Error (usage) for a line that names something that
/// is neither here nor on a package index.
Locked read_freeze(const std::string& text, const std::filesystem::path& root, const std::string& project);

/// Returns what is installed in these folders of sys.path, of which the first wins, as `pip freeze` writes it: what is
/// installed from a repository or in editable form too. No process is started.
std::vector<std::string> freeze(const std::vector<std::filesystem::path>& sites);

}  // namespace testskew::environment
