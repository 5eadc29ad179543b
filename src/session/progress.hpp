#pragma once
#include <string>
#include <string_view>

namespace testskew::session {

/// Tells how far a session is, by the lines that the probe has written so far.
class Progress {
public:
    /// Takes one whole line of main.jsonl. Returns true if that changed text().
    bool take(std::string_view line);
    /// Returns "start", "collect", "collect, 12 modules" or "17/31 tests".
    std::string text() const;

private:
    long modules_ = 0, selected_ = 0, started_ = 0;
    bool loaded_ = false;
};

}  // namespace testskew::session
