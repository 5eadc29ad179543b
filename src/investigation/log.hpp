#pragma once
#include <filesystem>
#include <vector>

#include "attribute/engine.hpp"
#include "model/attribution.hpp"

namespace testskew::investigation {

/// One line of a run's attribution.jsonl: an experiment, what was observed, and the session that did it.
struct LoggedSession {
    attribute::LogEntry entry;
    SessionSummary session;  ///< without an id: the base sessions of the comparison, and what could not be built
};

/// Opens the log of a question, told by its digest, and reads what is known. A file is made if there is none. A last
/// line that was cut is taken out, and its session is run again. Throws Error (exit code 2) if the log is of another
/// question (profiles or files changed since) or of another strategy.
std::vector<LoggedSession> open_log(const std::filesystem::path& path, const std::string& question);

/// Appends one line. Throws Error (exit code 4) if it cannot be written.
void append_log(const std::filesystem::path& path, const LoggedSession& entry);

}  // namespace testskew::investigation
