#pragma once
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/interpreter.hpp"

namespace testskew::environment {

/// Returns the versions of the releases of `name` above `low` and up to `high` (in either order), oldest first, as the
/// package index has them and as this interpreter can install them. Yanked releases and pre-releases are left out
/// unless they are `low` or `high`. The pip that the interpreter's ensurepip bundles is asked, with the index settings
/// of pip and uv. `arguments` are those of the environment's requirements. Throws BuildError (network) if the index
/// cannot be asked.
std::vector<std::string> releases(const std::string& name, const std::string& low, const std::string& high,
                                  const Interpreter& interpreter, const std::vector<std::string>& arguments,
                                  const BuildOptions& options);

}  // namespace testskew::environment
