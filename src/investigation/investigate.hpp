#pragma once
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "investigation/base.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "runner/session_runner.hpp"
#include "sides/side.hpp"

namespace testskew::investigation {

struct InvestigationOptions {
    int repeats = 5;  ///< confirmations of each side of each claim
    bool quick = false, explain_plan = false;
    bool observe = true;                      ///< look closer at some failing tests, in traced sessions
    std::chrono::duration<double> budget{0};  ///< 0: the larger of 10 minutes and 10 times the base pair
    std::filesystem::path log;  ///< every experiment with its observation; appended to, and read again to go on
};

struct InvestigationResult {
    Attribution attribution;
    Comparison comparison;           ///< the one given, its clusters split if parts of one follow different causes
    std::vector<std::string> notes;  ///< what was left out, for the report
};

/// Finds what the failures of the base sessions follow. It asks the engine, runs what the engine asks for, and tells it
/// what came of it, until the engine concludes; a log that is there already is taken as known. Throws Interrupted, and
/// Error if the log is of another question or cannot be written.
InvestigationResult investigate(runner::SessionRunner& runner, const sides::SidePair& sides, const Base& base,
                                const InvestigationOptions& options);

}  // namespace testskew::investigation
