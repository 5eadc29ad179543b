#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "session/session.hpp"

namespace testskew::session {

/// What a capture folder holds once the session has ended.
struct Capture {
    std::vector<std::string> lines;  ///< whole, valid records: main.jsonl's first, then those of each worker
    bool loaded = false;             ///< the probe of the first process said that it is loaded
    long dropped = 0;                ///< lines that are no record, as they are torn or not UTF-8
    std::string stacks;              ///< the stack dumps of all processes
};

/// Reads a capture folder; files that are not there count as empty. Secrets are taken out of every line.
Capture read_capture(const std::filesystem::path& folder, const Secrets& secrets);

/// The text of config.json. `compiled` is the folder in which the probe keeps its compiled parts; "" for none. Throws
/// Error if `observe_json` is no JSON.
std::string config_json(const SessionRequest& request, const std::filesystem::path& compiled);

/// The whole recording as docs/recording.md describes it.
std::string recording_text(const SessionRequest& request, const std::string& started, const process::Exit& exit,
                           const Capture& capture);

/// The present time in ISO 8601 and UTC: "2026-01-31T12:00:00Z".
std::string utc_now();

/// A digest that is the same in all recordings of one machine, and tells nothing else of it.
std::string machine_digest();

}  // namespace testskew::session
