#pragma once
#include <memory>
#include <string>

namespace testskew {

/// Live progress on stderr. One line per activity (an environment being built, a session being run). All calls are
/// thread-safe.
class Status {
public:
    virtual ~Status() = default;
    /// Something begins; `key` names it in later calls ("ci environment", "s7"), `label` is what people read ("ci").
    virtual void begin(const std::string& key, const std::string& label, const std::string& what) = 0;
    /// What it does now: "resolve", "install", "collect", "17/31 tests".
    virtual void update(const std::string& key, const std::string& what) = 0;
    virtual void end(const std::string& key, const std::string& what) = 0;
    /// A sentence of its own, above the live lines: a note, a warning.
    virtual void note(const std::string& text) = 0;
};

enum class StatusKind { none, plain, terminal };

/// Plain lines (a pipe), or lines that are redrawn (a terminal), or nothing (-q).
std::unique_ptr<Status> make_status(StatusKind kind, bool colour);

}  // namespace testskew
