#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "model/interpreter.hpp"

/// Evaluates what locks say about when a package is installed: markers (PEP 508) and version specifiers (PEP 440).
namespace testskew::profile {

/// The values of the variables of PEP 508 for one interpreter on this machine, by name. `extra` is none of them.
using MarkerVariables = std::map<std::string, std::string>;

/// The variables for an interpreter. Those that no lock in practice asks for (platform_release) are empty.
MarkerVariables marker_variables(const Interpreter& interpreter);

/// Whether a marker holds. `extras` are the normalised names of the extras that are asked for. An empty marker holds,
/// and so does one that cannot be read, as it is better to install too much than too little.
bool marker_holds(std::string_view marker, const MarkerVariables& variables, const std::set<std::string>& extras = {});

/// Whether a version satisfies a constraint as PEP 440 or poetry writes it: ">=1.2,<2", "^1.2", "1.* || ^3". An empty
/// constraint and one that cannot be read are satisfied by every version.
bool version_satisfies(const std::string& version, const std::string& constraint);

}  // namespace testskew::profile
