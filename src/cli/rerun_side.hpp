#pragma once
#include "cli/problem.hpp"
#include "cli/run_state.hpp"
#include "investigation/base.hpp"
#include "laboratory/laboratory.hpp"
#include "report/facts.hpp"
#include "sides/side.hpp"

namespace testskew::cli {

/// The session that shows one failure again.
struct RerunSide {
    sides::Side side;
    const Failure* failure = nullptr;  ///< as the run saw it
};

/// The session of a problem, or of a failure behind it: the failing side, in which all that brings the failures in
/// front of it is as on the other side. It runs one failing test alone, unless the failure follows the selection.
/// Throws Error (usage) if there is no such failure.
RerunSide rerun_side(laboratory::Laboratory& laboratory, const SavedRun& saved, const report::Problem& problem,
                     const ProblemPlace& place);

}  // namespace testskew::cli
