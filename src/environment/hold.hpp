#pragma once
#include <optional>
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/environment.hpp"

namespace testskew::environment {

/// The packages of one environment on another interpreter.
struct Held {
    PackageSet packages;
    std::vector<std::string> changed;  ///< Names that are there in another version, or that were added.
};

/// Returns all packages of `from`, with the seeds, at their versions, for the interpreter `to`. What that Python cannot
/// have (no wheel, or a version that refuses it) is resolved again beside the pinned rest, and what it needs in
/// addition (backports behind markers) is added; `changed` names both. Packages that `to` would not need stay. A
/// package that is built from source on one interpreter is built on the other one as well. `as_of` limits what is
/// resolved again. Throws BuildError if no set is found.
Held hold(const Environment& from, const Interpreter& to, const std::optional<std::string>& as_of,
          const BuildOptions& options);

/// Returns true if the package has a wheel for the interpreter that it comes from. Throws BuildError (network) if the
/// index cannot be asked.
bool has_wheel(const Environment& from, const std::string& name, const BuildOptions& options);

}  // namespace testskew::environment
