#pragma once
#include <optional>

#include "model/comparison.hpp"
#include "runner/session_runner.hpp"
#include "sides/selection.hpp"

namespace testskew::investigation {

/// The first sessions of a run: one on each side, and what one side did not collect.
struct Base {
    Recording bad, good;
    std::optional<Recording> extra_bad,
        extra_good;  ///< failing tests that this side had not collected, run there on their own
    std::vector<SessionSummary> sessions;
    Comparison comparison;
    std::vector<std::string> notes;
};

/// Runs both sides side by side, then what one of them did not collect, and compares. With server_exceptions "raise"
/// the failing tests are run once more on each side with the client made to raise; what that shows is evidence beside
/// the comparison. Throws Error (exit code 4) if a session could not be started.
Base run_base(runner::SessionRunner& runner, const sides::SidePair& sides);

/// True if a test met what an unprivileged overlay cannot do, which is renaming a folder of the project. Its outcome is
/// then not what it would be outside, and the run has to be repeated with copies.
bool met_overlay_limit(runner::SessionRunner& runner, const Base& base);

}  // namespace testskew::investigation
