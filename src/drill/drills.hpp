#pragma once
#include <string>
#include <vector>

#include "drill/bench.hpp"
#include "model/attribution.hpp"

namespace testskew::drill {

/// What was found inside one delta of a cause, or inside several deltas that are looked into together.
struct Found {
    CauseDelta delta;
    std::vector<Caveat> caveats;  ///< what could not be found out, and why
    std::vector<CausePackage> packages;
    std::vector<CauseVariable> variables;
    std::vector<std::string> files;
    std::vector<CausePlace> at;
    std::optional<CauseInterpreter> interpreter;
};

/// What the sides themselves say of a delta, by its index. The values of a variable are left out.
CauseDelta known_delta(const sides::Factors& factors, int index);

/// The same for a delta that is looked into.
CauseDelta opened_delta(const sides::Factors& factors, int index);

/// The obstacle that a failed build was.
Obstacle obstacle_of(const environment::BuildError& error);

/// Each of these functions takes one delta (its index) of a minimal set. BuildErrors become caveats; other errors, and
/// Interrupted, are thrown.

/// Finds the first bad release on the way from the good side's version to the bad side's. If the bad side has the older
/// version, that is the newest release that fails.
Found drill_package(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int delta);

/// Finds the first bad minor version among the interpreters at hand, from the good side's to the bad side's. All
/// packages stay as they are.
Found drill_interpreter(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int delta);

/// What a report may show of the values of a variable on both sides. Needs no session.
Found drill_variable(const Bench& bench, int delta);

/// Finds the paths that matter: the delta's own path, or the paths inside a folder that one side lacks.
Found drill_path(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int delta);

/// Finds what in the selection matters: the polluting module or test, or the one that is needed, and the line that does
/// it.
Found drill_selection(Bench& bench, const DrilledCluster& drilled, const std::vector<int>& set, int delta);

}  // namespace testskew::drill
