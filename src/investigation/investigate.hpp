#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "attribute/engine.hpp"
#include "investigation/base.hpp"
#include "laboratory/laboratory.hpp"
#include "sides/factors.hpp"

namespace testskew::investigation {

struct InvestigationOptions {
    int repeats = 5;
    bool quick = false, explain_plan = false;
    bool observe = true;                      ///< look closer at some failing tests, in traced sessions
    std::chrono::duration<double> budget{0};  ///< 0: the larger of 10 minutes and 10 times the base pair
    std::filesystem::path log;  ///< every experiment with its observation, appended as it is known; read again to go on
};

struct InvestigationResult {
    Attribution attribution;
    Comparison comparison;  ///< the one given, its clusters split where parts of one follow different causes
};

/// Finds what the failures of a comparison follow. Asks the engine, runs what it asks for, and tells it what came of
/// it, until it concludes; a log that is there already is taken as known. The comparison's clusters are what is
/// attributed.
InvestigationResult investigate(laboratory::Laboratory& laboratory, const sides::SidePair& sides, const Base& base,
                                const InvestigationOptions& options);

}  // namespace testskew::investigation
