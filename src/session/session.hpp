#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/enums.hpp"
#include "model/interpreter.hpp"
#include "model/profile.hpp"
#include "process/process.hpp"
#include "status/status.hpp"
#include "util/secrets.hpp"

namespace testskew::session {

/// Everything that one pytest process needs.
struct SessionRequest : Conditions, process::Surroundings {
    std::string id, profile;                ///< For example "s1" and "ci".
    std::filesystem::path python, scripts;  ///< The environment's python, and its bin folder, which has pytest.
    std::filesystem::path project;          ///< The folder of the project as the session sees it.
    ServerExceptions server_exceptions = ServerExceptions::attach;
    bool in_place = false;                          ///< The probe also writes down where it runs (src/probe/place.py).
    std::string observe_json;                       ///< The `observe` of config.json as JSON text; "" stands for null.
    std::optional<std::vector<std::string>> until;  ///< See SessionSpec::until.
    /// The folder in which the capture folder is made, and the path of the finished recording.
    std::filesystem::path capture_parent, recording;
    std::map<std::string, std::string> facts;
    std::string key;  ///< The key of the digests of environ values.
    Interpreter interpreter;
    FilesSpec files;
    Secrets secrets;             ///< What the recording must not show, besides the secrets in `environ`.
    std::string workspace_kind;  ///< Either "overlay" or "copy".
    /// A folder with a boot.py that is used instead of the embedded one; "" means the embedded one.
    std::filesystem::path probe;
};

/// The result of a session. What its tests did is in the recording.
struct SessionResult {
    std::filesystem::path recording;
    process::Exit exit;
    /// If this is false, the session was run again without the probe, and the outcomes are those of pytest's JUnit
    /// file.
    bool probe_loaded = false;
    bool incomplete = false;           ///< Records are missing that the probe could not write.
    std::vector<std::string> command;  ///< The command that a user would type (bare_command).
    double seconds = 0;
    /// Why a setup command failed, in which case pytest was not started; "" if none failed.
    std::string setup_failure;
};

/// Runs the setup commands and one pytest session and writes its recording, atomically. `status_key` is an activity
/// that the caller has begun and will end; it is told what goes on ("setup", "collect", "17/31 tests"). A session that
/// fails is not an error, and the result says how it failed. Throws Interrupted. Throws Error (exit code 4) if the
/// recording or what it needs cannot be written, and Error (2) for host settings that this machine cannot give.
SessionResult run(const SessionRequest& request, Status& status, const std::string& status_key);

/// Returns the signal on which the probe dumps the stacks of all threads into stacks.txt of the capture folder
/// (SIGRTMIN + 5), or 0 if there is no such signal.
int stack_dump_signal();

/// Returns the command that a user would type for this session: `bin/pytest ...` or `python -m pytest ...`.
std::vector<std::string> bare_command(const SessionRequest& request);

}  // namespace testskew::session
