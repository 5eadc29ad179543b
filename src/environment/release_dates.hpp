#pragma once
#include <map>
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/interpreter.hpp"

namespace testskew::environment {

/// Returns the days ("2024-08-27") on which the releases of a distribution were uploaded, by version. uv is asked for
/// them, and has them from the package index (PEP 700), mostly from its own cache. `arguments` are the index options of
/// the environment's requirements. A version is left out if the index does not tell its day, or cannot be asked. Throws
/// nothing but Interrupted.
std::map<std::string, std::string> release_dates(const std::string& name, const std::vector<std::string>& versions,
                                                 const Interpreter& interpreter,
                                                 const std::vector<std::string>& arguments,
                                                 const BuildOptions& options);

/// Returns the day of the first upload that a pylock.toml (PEP 751) of one distribution names, or "" if it names none.
std::string first_upload(const std::string& pylock);

}  // namespace testskew::environment
