#pragma once
#include <vector>

#include "attribute/engine.hpp"
#include "drill/bench.hpp"

namespace testskew::drill {

/// Looks into every cause that was shown, and fills in what the engine leaves open: the first bad release and
/// interpreter, variables and their values, the paths that matter, the module that pollutes and its line. Clusters of
/// one problem get the same. Runs sessions (phases "drill" and "observe") and returns them for the report; they never
/// change a verdict. What cannot be found out is left empty and gets a caveat. `fails_alone` says, by a cluster's id,
/// whether its tests fail without any other tests. Throws only Interrupted.
std::vector<SessionSummary> drill_down(runner::SessionRunner& runner, const sides::Factors& factors,
                                       const std::vector<Cluster>& clusters, attribute::Conclusion& conclusion,
                                       const std::vector<int>& fails_alone, const DrillOptions& options);

}  // namespace testskew::drill
