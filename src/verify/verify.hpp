#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/verification.hpp"
#include "runner/session_runner.hpp"

/// Runs the sessions of `verify` and judges what came of them.
namespace testskew::verify {

/// One side of the run, or a further profile, as it is now.
struct Checked {
    SideName from = SideName::bad;  ///< which side of the run; of a further profile it means nothing
    bool further = false;
    sides::Side now;
    std::optional<sides::Side> then;    ///< the same with the change undone; nullopt if that cannot be had
    const Recording* before = nullptr;  ///< what the run recorded of this side; nullptr for a further profile
    const Recording* extra = nullptr;   ///< of the tests that this side had not collected
};

/// A problem of the run.
struct Problem {
    int number = 0;
    ClusterKind kind = ClusterKind::regression;
    std::string error;  ///< one line
    std::vector<const Cluster*> clusters;
    /// A flaky failure that came in no session without the other tests, so that such sessions say nothing of it.
    bool among_others_only = false;
    bool needs_others = false;     ///< its tests fail only in the whole selection, so they are not run alone
    int failed = 0, sessions = 0;  ///< how often a flaky failure came in the run
};

struct Question {
    std::vector<Checked> sides;
    std::vector<Problem> problems;
    const Recording* collected = nullptr;  ///< what to take pytest's rootdir from
    bool files_known = false;              ///< the state of the files at the run is known
    bool changed = false;                  ///< something that is kept has changed since the run
    int repeats = 0;                       ///< sessions of what was flaky; 0: as many as its rate asks for
    bool undo = true;                      ///< look whether the failures come back without the change
};

/// Fills in the problems, what broke and the sides. Throws Error (exit code 4) if a session could not be started, and
/// Interrupted.
Verification verify(runner::SessionRunner& runner, const Question& question);

}  // namespace testskew::verify
