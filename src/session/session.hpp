#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/interpreter.hpp"
#include "model/profile.hpp"
#include "process/process.hpp"
#include "status/status.hpp"
#include "util/secrets.hpp"

namespace testskew::session {

/// Everything that one pytest process needs.
struct SessionRequest : Conditions, process::Surroundings {
    std::string id, profile;                   ///< "s1", "ci"
    std::filesystem::path python, scripts;     ///< the environment's python, and its bin folder, which has pytest
    std::filesystem::path project;             ///< as the session sees it
    std::string server_exceptions = "attach";  ///< attach, raise, off
    std::string observe_json;                  ///< config.json's `observe` as JSON text; "": null
    std::filesystem::path capture_parent,
        recording;  ///< where the capture folder is made; where the finished recording goes
    std::map<std::string, std::string> facts;
    std::string key;  ///< of the digests of environ values
    Interpreter interpreter;
    FilesSpec files;
    Secrets secrets;              ///< what the recording must not show, besides the secrets in `environ`
    std::string workspace_kind;   ///< "overlay", "copy"
    std::filesystem::path probe;  ///< a folder with boot.py instead of the embedded one; "": the embedded one
};

/// What became of a session. What its tests did is in the recording.
struct SessionResult {
    std::filesystem::path recording;
    process::Exit exit;
    bool probe_loaded =
        false;  ///< false: the session was run again without the probe, and outcomes are what pytest's JUnit file says
    std::vector<std::string> command;  ///< what a user would type (bare_command)
    double seconds = 0;
    std::string setup_failure;  ///< why a setup command failed, in which case pytest was not started; "" where none did
};

/// Runs the setup commands and one pytest session and writes its recording, atomically. `status_key` is an activity
/// that the caller has begun and will end; it is told what goes on ("setup", "collect", "17/31 tests"). That the
/// session fails in any way is data. Throws Interrupted; Error (exit code 4) where the recording or what it needs
/// cannot be written; Error (2) for host settings that cannot be had.
SessionResult run(const SessionRequest& request, Status& status, const std::string& status_key);

/// The signal on which the probe dumps the stacks of all threads into stacks.txt of the capture folder (SIGRTMIN + 5);
/// 0 where there is none.
int stack_dump_signal();

/// The command that a user would type for this session: `bin/pytest ...` or `python -m pytest ...`.
std::vector<std::string> bare_command(const SessionRequest& request);

}  // namespace testskew::session
