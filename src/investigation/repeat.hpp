#pragma once
#include "investigation/base.hpp"

namespace testskew::investigation {

/// Which clusters are repeated. Those that an attribution looks into are repeated by its own sessions.
enum class Repeated { not_attributed, all };

/// Looks again at failures before anything is claimed of them: their tests are run `extra_looks` times more on both
/// sides, alone with each other. If a test then does other than before, whole sessions of both sides decide whether it
/// is flaky or follows what runs beside it. Tests that came out both ways on one side become clusters of the kind
/// flaky; of each cluster the counts are set. Failures of whole sessions and tests that did not end are left alone.
///
/// Two looks more are what a coin needs: one that fails in a quarter of the sessions, and failed on both sides at
/// first, fails in the four others with a probability of 0.25^4 = 0.4 %.
void repeat_failures(runner::SessionRunner& runner, const sides::SidePair& sides, Repeated which, Base& base);

/// Gives `comparison`, made anew from the recordings of a run, what repeat_failures() found out in `earlier`.
void keep_repetitions(const Comparison& earlier, Comparison& comparison);

inline constexpr int extra_looks = 2;

}  // namespace testskew::investigation
