#pragma once
#include <string>
#include <vector>

#include "runner/session_runner.hpp"

namespace testskew::runner {

/// Runs the sessions of one stage and keeps their summaries for the report.
class SessionBook {
public:
    /// If `explain` is true, the reason of each session is told before it is run (--explain-plan).
    SessionBook(SessionRunner& runner, bool explain) : runner_(runner), explain_(explain) {}

    /// Does what SessionRunner::run does.
    std::vector<SessionOutcome> run(const std::vector<SessionSpec>& specs, int jobs);

    /// Adds to the summary of a session what it says of a cluster. If it was said before that the session says
    /// something else, its tests disagree, and it says nothing.
    void note(const std::string& session, int cluster, CellResult result);

    /// Takes over the summaries of another book, which is empty afterwards.
    void join(SessionBook& other);

    /// The summaries of all sessions so far; afterwards the book is empty.
    std::vector<SessionSummary> take() { return std::move(sessions_); }

private:
    SessionRunner& runner_;
    bool explain_;
    std::vector<SessionSummary> sessions_;
};

}  // namespace testskew::runner
