#pragma once
#include <string>
#include <vector>

#include "profile/toml.hpp"

/// The way in which poetry and Pipfile write a dependency, as lines of a requirements file.
namespace testskew::profile {

/// The lines of one dependency. `constraint` is "^1.2", a table, or a list of tables; an optional dependency gives
/// none.
std::vector<std::string> poetry_lines(const std::string& name, const Node& constraint);

/// A constraint in the form of PEP 440: "^1.2" is ">=1.2,<2", "*" is "". A constraint that has no such form
/// ("^1 || ^2") gives "".
std::string pep440(const std::string& constraint);

}  // namespace testskew::profile
