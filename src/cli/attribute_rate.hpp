#pragma once
#include "cli/options.hpp"
#include "cli/run_state.hpp"
#include "laboratory/laboratory.hpp"
#include "sides/side.hpp"

namespace testskew::cli {

/// Runs both sides in pairs until it is shown that the problem options.rate_problem comes more often on one of them
/// (investigation/rate_pairs.hpp), and returns the report with that. What was counted is kept also if the user
/// interrupts. Throws Error (exit code 2) if the run has no such problem.
Report with_rate(const Options& options, const SavedRun& saved, laboratory::Laboratory& laboratory,
                 const sides::SidePair& sides);

}  // namespace testskew::cli
