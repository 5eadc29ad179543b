#pragma once
#include <vector>

#include "attribute/planner.hpp"

namespace testskew::attribute {

/// Shuffles the sessions. Reshuffles while the predicted pass/fail order is one that a flaky failure could produce by
/// itself: strict alternation, always the same slot, or one long block. Gives up after 60 attempts. Where sessions
/// differ much in length, it is the best of a dozen such orders: the one that ends first. How long a session takes is
/// known before any of them is run.
void shuffle_sessions(std::vector<PlannedSession>& sessions, const std::vector<const Claim*>& claims,
                      const Question& question, Random& random);

}  // namespace testskew::attribute
