#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "session/session.hpp"

namespace testskew::session {

/// The command of a session with the probe: `python boot.py MODE SCRIPT CAPTURE -- ARGS` (src/probe/boot.py).
std::vector<std::string> probed_command(const SessionRequest& request, const std::filesystem::path& boot,
                                        const std::filesystem::path& capture);

/// bare_command that also writes pytest's JUnit file, in the family that names files.
std::vector<std::string> junit_command(const SessionRequest& request, const std::filesystem::path& junit);

/// A setup command with its program found: a name in the environment's scripts, then on the session's PATH; a relative
/// path in the session's folder. A name that is nowhere stays, and fails to start under that name.
std::vector<std::string> setup_command(const SessionRequest& request, std::vector<std::string> argv);

}  // namespace testskew::session
