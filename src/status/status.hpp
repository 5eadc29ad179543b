#pragma once
#include <memory>
#include <string>

namespace testskew {

/// Live progress on stderr, with one line for each activity (an environment that is built, a session that runs). All
/// calls are thread-safe.
class Status {
public:
    virtual ~Status() = default;
    /// An activity begins. `key` names it in later calls ("ci environment", "s7"), `label` is what people read ("ci"),
    /// and `what` says what it does.
    virtual void begin(const std::string& key, const std::string& label, const std::string& what) = 0;
    /// Says what the activity does now: "resolve", "install", "collect", "17/31 tests".
    virtual void update(const std::string& key, const std::string& what) = 0;
    /// The activity is over; `what` says how it ended.
    virtual void end(const std::string& key, const std::string& what) = 0;
    /// Prints a sentence of its own above the live lines: a note or a warning.
    virtual void note(const std::string& text) = 0;
};

/// How progress is shown.
enum class StatusKind { none, plain, terminal };

/// Makes the display: plain lines for a pipe, lines that are redrawn for a terminal, or nothing (-q). `colour` matters
/// only on a terminal.
std::unique_ptr<Status> make_status(StatusKind kind, bool colour);

}  // namespace testskew
