#pragma once
#include <string>
#include <vector>

#include "drill/bench.hpp"
#include "model/attribution.hpp"

namespace testskew::drill {

/// What was found inside one delta of a cause, or of several that are looked into at once.
struct Found {
    CauseDelta delta;
    std::vector<Caveat> caveats;  ///< what could not be found out, and why
    std::vector<CausePackage> packages;
    std::vector<CauseVariable> variables;
    std::vector<std::string> files;
    std::vector<CausePlace> at;
    std::optional<CauseInterpreter> interpreter;
};

/// What the sides themselves tell of a delta, by its index. The values of a variable are left out.
CauseDelta known_delta(const sides::Factors& factors, int index);

/// The same of a delta that is looked into.
CauseDelta opened_delta(const sides::Factors& factors, int index);

/// What a build that failed says of why nothing was found out.
Obstacle obstacle_of(const environment::BuildError& error);

/// Each of these functions takes one delta (its index) of a minimal set. BuildErrors become caveats; other errors, and
/// Interrupted, are thrown.

/// The first bad release on the way from the good side's version to the bad side's. If the bad side has the older one,
/// that is the newest release that fails.
Found drill_package(Bench& bench, const Problem& problem, const std::vector<int>& set, int delta);

/// The first bad minor version of those at hand, going from the good side's to the bad side's, all packages held.
Found drill_interpreter(Bench& bench, const Problem& problem, const std::vector<int>& set, int delta);

Found drill_variable(const Bench& bench, int delta);

/// The paths; of a folder that one side lacks, those in it that matter.
Found drill_path(Bench& bench, const Problem& problem, const std::vector<int>& set, int delta);

/// What of the selection: the polluting module or test, or the one that is needed, and the line that does it.
Found drill_selection(Bench& bench, const Problem& problem, const std::vector<int>& set, int delta);

}  // namespace testskew::drill
