#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "session/session.hpp"

namespace testskew::session {

/// What a capture folder holds once the session has ended.
struct Capture {
    /// These are whole and valid records: first those of main.jsonl, then those of each worker.
    std::vector<std::string> lines;
    bool loaded = false;  ///< This is true if the probe of the first process said that it is loaded.
    /// This counts lines that are no record, because they are torn, not UTF-8, too long or too deep, and files that
    /// could not be read.
    long dropped = 0;
    /// This is true if the probe could not write all records: a test has limited the size of files, for example.
    bool incomplete = false;
    std::string stacks;  ///< These are the stack dumps of all processes.
};

/// Reads a capture folder, into which tests can write as well: links are not followed, nothing but regular files is
/// read, and no line can do more harm than to be left out. Files that do not exist count as empty. Secrets are taken
/// out of every line.
Capture read_capture(const std::filesystem::path& folder, const Secrets& secrets);

/// Returns the text of config.json. `compiled` is the folder in which the probe keeps its compiled parts, or "" for
/// none. Throws Error if `observe_json` is no JSON.
std::string config_json(const SessionRequest& request, const std::filesystem::path& compiled);

/// Returns the whole recording as docs/recording.md describes it.
std::string recording_text(const SessionRequest& request, const std::string& started, const process::Exit& exit,
                           const Capture& capture);

/// Returns the present time in ISO 8601 and UTC: "2026-01-31T12:00:00Z".
std::string utc_now();

/// Returns a digest that is the same in all recordings of one machine and tells nothing else about the machine.
std::string machine_digest();

}  // namespace testskew::session
