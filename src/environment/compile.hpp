#pragma once
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "environment/requirements_file.hpp"
#include "model/environment.hpp"
#include "model/interpreter.hpp"

namespace testskew::environment {

/// What one `uv pip compile` is asked.
struct CompileRequest {
    FlatRequirements flat;
    PackageSet preferred;  ///< Versions that are taken if they fit, because they would be installed already.
    std::vector<std::string> overrides;  ///< Lines that win over what any package requires.
    bool dependencies = true;            ///< If this is false, only the lines themselves are resolved.
    std::string exclude_newer;           ///< A time in the form of RFC 3339, or "" for none.
    std::vector<std::string> arguments;  ///< Further arguments of uv.
    std::string what;                    ///< The beginning of the message of an error.
};

/// The answer of uv: distributions, and the folders among them.
struct Compiled {
    PackageSet packages;
    std::vector<LocalInstall> local;
};

/// Asks uv. The paths in the answer are relative to `root`. Throws BuildError.
Compiled compile(const CompileRequest& request, const Interpreter& interpreter, const std::filesystem::path& root,
                 const BuildOptions& options);

/// Reads a requirements file that uv has compiled. `local` are the folders that were asked for. Paths are relative to
/// `root`.
Compiled read_compiled(const std::string& text, const std::vector<LocalRequirement>& local,
                       const std::filesystem::path& root);

}  // namespace testskew::environment
