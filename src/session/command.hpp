#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "session/session.hpp"

namespace testskew::session {

/// The command of a session with the probe: `python boot.py MODE SCRIPT CAPTURE -- ARGS` (src/probe/boot.py).
std::vector<std::string> probed_command(const SessionRequest& request, const std::filesystem::path& boot,
                                        const std::filesystem::path& capture);

/// bare_command with options that also write pytest's JUnit file, in the family that names each test's file.
std::vector<std::string> junit_command(const SessionRequest& request, const std::filesystem::path& junit);

/// The child process that runs `argv` as a part of this session: a setup command, or pytest. Its streams are pipes.
/// Throws Error for host settings that cannot be had (host_changes).
process::Command command_of(const SessionRequest& request, std::vector<std::string> argv);

/// A setup command with its program found. A plain name is looked for in the environment's scripts, then on the
/// session's PATH; a relative path is taken from the session's folder. A name that is found nowhere stays as it is, and
/// fails to start under that name.
std::vector<std::string> setup_command(const SessionRequest& request, std::vector<std::string> argv);

}  // namespace testskew::session
