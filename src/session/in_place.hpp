#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "process/process.hpp"
#include "session/recording_file.hpp"

/// The recording of a command that testskew did not set up (`testskew record --here`): it runs as a shell would run it,
/// and every pytest below it is recorded.
namespace testskew::session {

/// A command to be recorded.
struct InPlaceRequest {
    std::filesystem::path program;               ///< The absolute path of what `command` begins with.
    std::vector<std::string> command;            ///< As the user gave it.
    std::map<std::string, std::string> environ;  ///< All variables of the command.
    std::filesystem::path project;               ///< Paths below it are recorded relative to it.
    Secrets secrets;                             ///< What the recordings must not show.
};

/// Where a pytest ran, as it said itself (src/probe/place.py).
struct Place {
    std::vector<std::string> command;
    std::filesystem::path folder, executable, base_executable, prefix;
    std::map<std::string, std::string> environ;  ///< With all values, which may be secret.
    std::vector<std::string> sys_path;
};

/// What a pytest and its workers have touched outside of Python (src/probe/touched.py).
struct Touched {
    std::vector<std::string> files;      ///< of the project, that were read; relative to it
    std::vector<std::string> programs;   ///< that were started
    std::vector<std::string> libraries;  ///< of the operating system, that were loaded
};

/// One pytest of the command.
struct InPlaceSession {
    Place place;
    Capture capture;
    Touched touched;
};

/// How the probe was brought in.
enum class Entry {
    direct,       ///< The command itself is pytest, and was started by the probe.
    python_path,  ///< By PYTHONPATH, which is taken away before pytest begins.
};

/// What came of a command.
struct InPlaceResult {
    process::Exit exit;
    Entry entry = Entry::direct;
    std::string
        why_not_recorded;  ///< Why nothing was recorded, although the command ran; "" if the probe could be prepared.
    std::vector<InPlaceSession>
        sessions;  ///< In the order in which they began; those without a test session are not here.
};

/// Runs the command and records every pytest below it. A fault of the recording never reaches the command:
/// if something is in the way, the command runs without the probe.
InPlaceResult run_in_place(const InPlaceRequest& request);

/// What is started in place of a command.
struct Started {
    std::filesystem::path program;
    std::vector<std::string> argv;
};

/// The command with the probe in it, if it is a plain start of pytest: `pytest ...` or `python -m pytest ...`. nullopt
/// if it is not. `boot` is the probe's boot.py and `capture` the capture folder.
std::optional<Started> direct_command(const Started& command, const std::filesystem::path& boot,
                                      const std::filesystem::path& capture);

}  // namespace testskew::session
