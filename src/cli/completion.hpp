#pragma once
#include <string>

#include "cli/command_help.hpp"

namespace testskew::cli {

/// The completion of a command line for one shell, as a script that the shell reads. Options that the help hides are
/// completed too. Profiles are asked of `testskew profiles list -q` when they are needed.
std::string bash_completion(const CommandHelp& program);
std::string zsh_completion(const CommandHelp& program);
std::string fish_completion(const CommandHelp& program);

}  // namespace testskew::cli
