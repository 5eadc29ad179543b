#pragma once
#include <optional>

#include "model/comparison.hpp"
#include "runner/session_runner.hpp"
#include "sides/selection.hpp"

namespace testskew::investigation {

/// The first sessions of a run: one on each side, and those of the failing tests that a side had not collected.
struct Base {
    Recording bad, good;
    std::optional<Recording> extra_bad,
        extra_good;  ///< failing tests that this side had not collected, run there on their own
    std::vector<SessionSummary> sessions;
    Comparison comparison;
    std::vector<std::string> notes;
    bool went_on = false;  ///< the sides were given sides::go_on_collecting
};

/// Runs both sides side by side, then the failing tests that one of them did not collect, and compares. Where a side
/// ran nothing of what it had collected, as something else could not be collected, both are run again with
/// sides::go_on_collecting, which `sides` then has: else the next failures would show only once that one is mended.
/// With server_exceptions "raise" the failing tests are run once more on each side, with a client that raises; what
/// that shows is added to the comparison as evidence. Throws Error (exit code 4) if a session could not be started.
Base run_base(runner::SessionRunner& runner, sides::SidePair& sides);

/// True if a test met a limit of an overlay (workspace::met_overlay_limit). Its outcome may then differ from the one
/// outside, and the run has to be repeated with copies.
bool met_overlay_limit(runner::SessionRunner& runner, const Base& base);

}  // namespace testskew::investigation
