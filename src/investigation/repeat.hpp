#pragma once
#include "investigation/base.hpp"

namespace testskew::investigation {

/// Which clusters are repeated. not_attributed leaves out the regressions, as the attribution repeats them in sessions
/// of its own.
enum class Repeated { not_attributed, all };

/// Runs failing tests again before anything is claimed of them: `extra_looks` more times on both sides, without the
/// other tests. If a test then does something else than before, one whole session of each side, or two, decide whether
/// the test is flaky or depends on the tests that run with it. Tests that both failed and passed on one side become
/// clusters of the kind flaky, and every repeated cluster gets its counts. One-sided clusters, failures of whole
/// sessions, and clusters with a test that crashed or timed out are left alone.
///
/// Two more looks are enough for a test that fails at random. If it fails in a quarter of its sessions, and failed on
/// both sides at first, it fails in the four other sessions with a probability of 0.25^4 = 0.4 %.
void repeat_failures(runner::SessionRunner& runner, const sides::SidePair& sides, Repeated which, Base& base);

/// Copies what repeat_failures() found out from `earlier` to `comparison`, which was made anew from the recordings of
/// the run.
void keep_repetitions(const Comparison& earlier, Comparison& comparison);

/// How many more sessions of each side repeat_failures() runs for the failing tests.
inline constexpr int extra_looks = 2;

}  // namespace testskew::investigation
