#pragma once
#include <string>
#include <vector>

#include "environment/index_settings.hpp"

namespace testskew::environment {

/// Moves the options that say where packages are looked for from a command of uv or pip to variables, if one of them
/// holds a user or a password: every user of a machine can read the command lines of all processes, and nobody the
/// variables of another user's. A variable replaces what it held, as the option would have done.
void hide_credentials(std::vector<std::string>& argv, Environ& environ);

}  // namespace testskew::environment
