#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "environment/index_settings.hpp"
#include "environment/options.hpp"
#include "process/process.hpp"

namespace testskew::environment {

/// Returns the uv that is there already; nullopt if find_uv() would install one. Throws Error as that does.
std::optional<std::filesystem::path> present_uv();

/// Returns the uv to use: that of $UV, that of PATH, the one beside testskew's own program, the one where uv's
/// installer puts it, and last that of testskew's cache, into which the pip of any Python at hand installs it once.
/// Throws Error (exit code 4), which says how to get uv.
std::filesystem::path find_uv(const BuildOptions& options);

/// Returns the environ in which uv runs: the user's own, with HOME and credentials, as uv_environ() changes it.
Environ environ_for_uv(const BuildOptions& options);

/// Runs uv in the folder of the project, or in "/" if the options have none. If `enter` is true, it runs in the
/// workspace of options.entrance.
process::Exit run_uv(const std::vector<std::string>& arguments, const BuildOptions& options, bool enter = false);

/// Throws BuildError for a uv that did not succeed. The message is "WHAT: reason".
[[noreturn]] void fail_build(const std::string& what, const process::Exit& exit);

}  // namespace testskew::environment
