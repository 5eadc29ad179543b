#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "session/session.hpp"

namespace testskew::session {

/// What a capture folder holds once the session has ended.
struct Capture {
    std::vector<std::string> lines;  ///< whole, valid records, main.jsonl's first, then those of each worker
    bool loaded = false;             ///< the probe of the first process said so
    long dropped = 0;                ///< lines that are no record: torn, or not UTF-8
    std::string stacks;              ///< the stack dumps of all processes
};

/// Reads a capture folder; what is not there is empty. Secrets are taken out of every line.
Capture read_capture(const std::filesystem::path& folder);

/// The text of config.json. `compiled` is the folder in which the probe keeps its compiled parts, "" for none. Throws
/// Error where `observe_json` is no JSON.
std::string config_json(const SessionRequest& request, const std::filesystem::path& compiled);

/// The whole recording as docs/recording.md describes it.
std::string recording_text(const SessionRequest& request, const std::string& started, const process::Exit& exit,
                           const Capture& capture);

/// The time now, ISO 8601, UTC.
std::string utc_now();

/// A digest that is the same for recordings of one machine, and says nothing else of it.
std::string machine_digest();

}  // namespace testskew::session
