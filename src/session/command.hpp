#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "session/session.hpp"

namespace testskew::session {

/// Returns the command of a session with the probe: `python boot.py MODE SCRIPT CAPTURE -- ARGS` (src/probe/boot.py).
std::vector<std::string> probed_command(const SessionRequest& request, const std::filesystem::path& boot,
                                        const std::filesystem::path& capture);

/// Returns bare_command with options that also make pytest write its JUnit file, in the family that names the file of
/// each test.
std::vector<std::string> junit_command(const SessionRequest& request, const std::filesystem::path& junit);

/// Returns the child process that runs `argv` as a part of this session, which is a setup command or pytest. Its
/// streams are pipes. Throws Error for host settings that this machine cannot give (host_changes).
process::Command command_of(const SessionRequest& request, std::vector<std::string> argv);

/// Returns a setup command with its program found. A plain name is looked up in the scripts of the environment, and
/// then on the session's PATH. A relative path is relative to the session's folder. A name that is found nowhere stays
/// as it is, and the start fails under that name.
std::vector<std::string> setup_command(const SessionRequest& request, std::vector<std::string> argv);

}  // namespace testskew::session
