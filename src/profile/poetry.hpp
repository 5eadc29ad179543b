#pragma once
#include <string>
#include <vector>

#include "profile/toml.hpp"

/// Turns dependencies as poetry and Pipfile write them into lines of a requirements file.
namespace testskew::profile {

/// The lines of one dependency. `constraint` is "^1.2", a table, or a list of tables. An optional dependency gives no
/// line.
std::vector<std::string> poetry_lines(const std::string& name, const Node& constraint);

/// A constraint in the form of PEP 440: "^1.2" is ">=1.2,<2", "*" is "". A constraint that has no such form
/// ("^1 || ^2") gives "".
std::string pep440(const std::string& constraint);

}  // namespace testskew::profile
