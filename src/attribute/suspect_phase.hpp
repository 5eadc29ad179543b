#pragma once
#include "attribute/replay_state.hpp"

namespace testskew::attribute {

/// Tries what evidence points to before anything is searched: for each case, its suspect is induced on the good side
/// and repaired on the bad one, all cases in the same sessions. What every case does in each of these sessions follows
/// from its suspect, and is foretold. As nothing of these results shaped the hypothesis, they count among those that
/// confirm it (docs/attribution.md, "Suspects").
class SuspectPhase {
public:
    /// `entries` is the number of log entries from before the first confirming session of this generation.
    SuspectPhase(ReplayState& state, int generation, std::size_t entries)
        : s_(state), generation_(generation), entries_(entries) {}

    /// Wants the sessions that are missing, and notes in each case whether a suspect led anywhere (Case::led).
    void run();

private:
    /// What the direct sessions of one suspect showed.
    enum class Told { unknown, nothing, something };
    Told told(const Bits& suspect, const Knowledge& knowledge) const;

    /// Wants the direct sessions of these cases' suspects that nobody has run.
    void want(const std::vector<const Case*>& cases);

    ReplayState& s_;
    int generation_;
    std::size_t entries_;
};

/// True if that session tried suspects, and the story of the case is just its own: the session's result was foretold.
bool foretold(const ReplayState& state, const Case& c, const Experiment& session);

}  // namespace testskew::attribute
