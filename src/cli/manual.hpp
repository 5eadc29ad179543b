#pragma once
#include <string>

#include "cli/command_help.hpp"

namespace testskew::cli {

/// Returns the manual page testskew(1) of a command line, for the macros of man(7).
std::string manual_page(const CommandHelp& program, const std::string& version);

}  // namespace testskew::cli
