#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "environment/index_settings.hpp"
#include "environment/options.hpp"
#include "process/process.hpp"

namespace testskew::environment {

/// The uv to use: $UV, PATH, beside testskew's own program, where its installer puts it, and last testskew's cache,
/// into which it is installed once by the pip of any Python at hand. Throws Error (exit code 4) saying how to get it.
std::filesystem::path find_uv(const BuildOptions& options);

/// The environ in which uv runs: the user's own, HOME and credentials included, seen through uv_environ().
Environ environ_for_uv(const BuildOptions& options);

/// Runs uv in the project's folder (else in "/"). `enter` runs options.before_exec in the child.
process::Exit run_uv(const std::vector<std::string>& arguments, const BuildOptions& options, bool enter = false);

/// Throws BuildError "`what`: reason" for a uv that did not succeed.
[[noreturn]] void fail_build(const std::string& what, const process::Exit& exit);

/// A file that is removed again; readable by its owner only, as requirements may hold credentials.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    /// Writes a file of these lines and gives its path.
    std::string file(const std::string& name, const std::vector<std::string>& lines) const;
    const std::filesystem::path path;
};

}  // namespace testskew::environment
