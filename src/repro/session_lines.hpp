#pragma once
#include <string>

#include "repro/script.hpp"

/// The lines of a script that belong to one of its sessions.
namespace testskew::repro {

/// The functions set_up_NUMBER and session_NUMBER, which set a session up and run it. `folder` is Script::folder.
std::string session_functions(const Session& session, int number, const std::string& folder);

/// True if a shell can have a variable of that name.
bool is_variable(const std::string& name);

/// Text of somebody else for a comment: on one line.
std::string comment(const std::string& text);

}  // namespace testskew::repro
