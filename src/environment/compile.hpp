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
    PackageSet preferred;                ///< versions that are taken if they fit: they would be installed already
    bool dependencies = true;            ///< false: nothing but the lines themselves
    std::string exclude_newer;           ///< RFC 3339, "" for none
    std::vector<std::string> arguments;  ///< further arguments
    std::string what;                    ///< begins the message of an error
};

/// What it answered: distributions, and the folders among them.
struct Compiled {
    PackageSet packages;
    std::vector<LocalInstall> local;
};

/// Asks uv. Paths in the answer are relative to `root`. Throws BuildError.
Compiled compile(const CompileRequest& request, const Interpreter& interpreter, const std::filesystem::path& root,
                 const BuildOptions& options);

/// Reads a requirements file that uv has compiled. `local` are the folders that were asked for; paths are relative to
/// `root`.
Compiled read_compiled(const std::string& text, const std::vector<LocalRequirement>& local,
                       const std::filesystem::path& root);

}  // namespace testskew::environment
