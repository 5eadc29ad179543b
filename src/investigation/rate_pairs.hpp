#pragma once
#include <chrono>
#include <vector>

#include "investigation/base.hpp"
#include "model/rate.hpp"

namespace testskew::investigation {

/// The most pairs of sessions that are counted. Rates that differ by less than 200 pairs show are of little help.
inline constexpr int most_rate_pairs = 200;

/// Runs the tests of these clusters, which are of one failure, again and again in pairs of sessions, one of each side,
/// until it is shown that the rates of the two sides differ, or the budget ends (attribute/rate.hpp). Each pair has
/// environments of its own, as one that was built oddly would pass for its side, and which of the two begins is drawn
/// by lot. The failing tests run on their own if the failure was seen so; otherwise in whole sessions, which end once
/// the failing tests have run.
///
/// `rates` holds what earlier calls counted. It is gone on with if it is of the same clusters, sides and files, and
/// begun anew otherwise; it is up to date also if Interrupted is thrown. The sessions are added to base.sessions.
void run_rate_pairs(runner::SessionRunner& runner, const sides::SidePair& sides, const std::vector<Cluster>& clusters,
                    std::chrono::duration<double> budget, Base& base, RateComparison& rates);

}  // namespace testskew::investigation
