#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "attribute/engine.hpp"
#include "model/attribution.hpp"

namespace testskew::investigation {

/// One line of a run's attribution.jsonl: an experiment, what was observed, and the session that did it.
struct LoggedSession {
    attribute::LogEntry entry;
    SessionSummary session;  ///< its id is empty if it is a base session of the comparison or could not be built
};

/// What a log holds.
struct InvestigationLog {
    /// What evidence pointed to when the search began, which the search goes on with; nullopt if it has not begun.
    std::optional<std::vector<Suspicion>> suspicions;
    std::vector<LoggedSession> sessions;
};

/// Opens the log of a question, which is identified by its digest, and reads the entries. The file is made if there is
/// none. A last line that was cut off is removed, and its session is run again. Throws Error (exit code 2) if the log
/// is of another question (profiles or files changed since) or of another strategy.
InvestigationLog open_log(const std::filesystem::path& path, const std::string& question);

/// Appends what evidence points to. Throws Error (exit code 4) if it cannot be written.
void append_suspicions(const std::filesystem::path& path, const std::vector<Suspicion>& suspicions);

/// Appends one session. Throws Error (exit code 4) if it cannot be written.
void append_log(const std::filesystem::path& path, const LoggedSession& entry);

}  // namespace testskew::investigation
