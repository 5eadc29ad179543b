#pragma once
#include <filesystem>
#include <vector>

#include "attribute/engine/engine.hpp"
#include "model/attribution.hpp"

namespace testskew::laboratory {

/// One line of a run's attribution.jsonl: an experiment, what was observed, and the session that did it.
struct LogEntry {
    attribute::Entry entry;
    SessionSummary session;   ///< without an id: the base sessions of the comparison, and what could not be built
};

/// Reads a log. A last line that was cut is left out: its session is run again. An empty log where there is no file.
std::vector<LogEntry> read_log(const std::filesystem::path& path);

/// Appends one line. Throws Error (exit code 4) where it cannot be written.
void append_log(const std::filesystem::path& path, const LogEntry& entry);

}  // namespace testskew::laboratory
