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
    PackageSet preferred;                ///< versions taken where they fit (what would already be installed)
    bool dependencies = true;            ///< false: exactly the lines
    std::string exclude_newer;           ///< RFC 3339, "" for none
    std::vector<std::string> arguments;  ///< further arguments
    std::string what;                    ///< begins the message of an error
};

/// What it answered: distributions, and the folders among them.
struct Compiled {
    PackageSet packages;
    std::vector<LocalInstall> local;
};

/// Asks uv. Throws BuildError.
Compiled compile(const CompileRequest& request, const Interpreter& interpreter, const std::filesystem::path& root,
                 const BuildOptions& options);

/// Reads a compiled requirements file; `local` are the folders that were asked for.
Compiled read_compiled(const std::string& text, const std::vector<LocalRequirement>& local,
                       const std::filesystem::path& root);

}  // namespace testskew::environment
