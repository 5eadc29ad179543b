#pragma once
#include <string>

#include "repro/script.hpp"

/// The lines of a script that belong to one of its sessions.
namespace testskew::repro {

/// The functions set_up_NUMBER and session_NUMBER, which set a session up and run it. `folder` is Script::folder.
std::string session_functions(const Session& session, int number, const std::string& folder);

/// The lines that set the umask and the limits of a session.
std::string host_lines(const HostSettings& host);

/// What stands before the words of pytest: they choose its processors, with the function of cpus_helper, and its
/// terminal, with the Python of $environment. "" if it has neither.
std::string host_words(const HostSettings& host);

/// True if a shell can have a variable of that name.
bool is_variable(const std::string& name);

/// Text of somebody else for a comment: on one line.
std::string comment(const std::string& text);

}  // namespace testskew::repro
