#pragma once
#include <map>
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/interpreter.hpp"

namespace testskew::environment {

/// The days ("2024-08-27") on which releases of a distribution were uploaded, by version. Asked by uv, which has them
/// from the package index (PEP 700), mostly from its own cache. `arguments` are the index options of the environment's
/// requirements. A version of which the index does not say the day, or cannot be asked, is left out. Throws nothing but
/// Interrupted.
std::map<std::string, std::string> release_dates(const std::string& name, const std::vector<std::string>& versions,
                                                 const Interpreter& interpreter,
                                                 const std::vector<std::string>& arguments,
                                                 const BuildOptions& options);

/// The day of the first upload that a pylock.toml (PEP 751) of one distribution names; "" if it names none.
std::string first_upload(const std::string& pylock);

}  // namespace testskew::environment
