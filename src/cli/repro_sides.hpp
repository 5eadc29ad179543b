#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/run_state.hpp"
#include "investigation/base.hpp"
#include "laboratory/laboratory.hpp"
#include "report/facts.hpp"

namespace testskew::cli {

/// Two sessions of which one fails and the other passes, as was seen here.
struct ShownPair {
    sides::Side failing, passing;
    bool one_factor = false;         ///< the two differ in the shown cause alone
    bool whole = false;              ///< nothing less than the whole selection was found to fail
    std::vector<std::string> paths;  ///< of the shown cause, in which the files of the two differ
    std::string word;  ///< what the output of the failing session holds, and tells its failure; "" if nothing
};

/// The question for which two sessions are looked for.
struct PairQuestion {
    const SavedRun& saved;
    const report::Problem& problem;
    const sides::SidePair& sides;
    const investigation::Base& base;
};

/// Looks for the smallest selection in which the first test of the problem still fails, and for a passing twin: the
/// side that differs in the shown cause alone, else the other side. Both are run here. Throws Error (exit code 3) if
/// the failure does not come.
ShownPair shown_pair(laboratory::Laboratory& laboratory, const PairQuestion& question);

}  // namespace testskew::cli
