#pragma once
#include <optional>
#include <vector>

#include "attribute/ahead.hpp"
#include "investigation/log.hpp"

namespace testskew::investigation {

/// The sessions that were run in idle slots before the engine asked for them (attribute/ahead.hpp), until it does. What
/// it never asks for tells it nothing.
class AheadSessions {
public:
    /// Keeps what came of such sessions.
    void keep(std::vector<LoggedSession> sessions);

    /// What came of an experiment that is asked for now, with the experiment as it is asked for; nullopt if its session
    /// was not run ahead. A session answers one experiment only, as a second one is asked for to see whether it
    /// repeats.
    std::optional<LoggedSession> take(const attribute::Experiment& experiment);

    /// What should run ahead while the sessions of a step run, of which `to_run` are not known already.
    std::vector<attribute::Experiment> wanted(const attribute::Question& question, const attribute::Log& log,
                                              const attribute::Step& step, std::size_t to_run) const;

    /// The summaries of the sessions that nothing was asked of, for the report.
    std::vector<SessionSummary> unused() const;

    /// Forgets all, as the files have changed since.
    void clear() { sessions_.clear(); }

private:
    std::vector<LoggedSession> sessions_;
};

}  // namespace testskew::investigation
