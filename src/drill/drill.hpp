#pragma once
#include <vector>

#include "attribute/engine.hpp"
#include "drill/bench.hpp"

namespace testskew::drill {

/// What a drill-down gives beside the causes that it fills.
struct Drilled {
    std::vector<SessionSummary> sessions;  ///< for the report, of the phases "drill" and "observe"
    bool interrupted = false;              ///< the user ended the sessions, so that the rest was not looked into
};

/// Looks into every cause that was shown, and fills in what the engine leaves open: the first bad release and
/// interpreter, variables and their values, the paths that matter, the module that pollutes and its line. Clusters of
/// one problem get the same, but for the releases and versions: clusters that begin to fail at different ones become
/// problems of their own. Runs sessions; they never change a verdict. What cannot be found out is left empty and gets a
/// caveat. `fails_alone` says, by a cluster's id, whether its tests fail without any other tests.
Drilled drill_down(runner::SessionRunner& runner, const sides::Factors& factors, const std::vector<Cluster>& clusters,
                   attribute::Conclusion& conclusion, const std::vector<int>& fails_alone, const DrillOptions& options);

}  // namespace testskew::drill
