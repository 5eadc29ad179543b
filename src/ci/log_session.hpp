#pragma once
#include <string>
#include <vector>

#include "ci/log.hpp"

namespace testskew::ci {

/// Takes from the lines of a log what pytest says of its session.
class LogSession {
public:
    explicit LogSession(LogFacts& facts) : facts_(facts) {}

    /// Takes one line, which stands at `origin`. Returns whether the session begins with it.
    bool line(const std::string& text, const Origin& origin);
    /// At the end of the log: which tests failed, and whether the session came to its end.
    void end();

private:
    void platform(const std::string& text, const Origin& origin);
    void failing(const std::string& text);

    LogFacts& facts_;
    std::vector<std::string> in_summary_;
    bool summary_ = false;  ///< "short test summary info" has begun
    bool other_ = false;    ///< another session has begun
    bool ended_ = false;
};

}  // namespace testskew::ci
