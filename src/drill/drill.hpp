#pragma once
#include <vector>

#include "attribute/engine.hpp"
#include "drill/bench.hpp"

namespace testskew::drill {

/// Looks into every cause that was shown, and fills what the engine leaves open in it: the first bad release and
/// interpreter, variables and their values, the paths that matter, the module that pollutes and its line. Clusters of
/// one problem get the same. Runs sessions (phases "drill" and "observe"), which it returns for the report; they never
/// change a verdict. What cannot be found out is left empty, with a caveat. `fails_alone` tells by a cluster's id
/// whether its tests fail without any other. Throws Interrupted only.
std::vector<SessionSummary> drill_down(runner::SessionRunner& runner, const sides::Factors& factors,
                                       const std::vector<Cluster>& clusters, attribute::Conclusion& conclusion,
                                       const std::vector<int>& fails_alone, const DrillOptions& options);

}  // namespace testskew::drill
