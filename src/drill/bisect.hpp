#pragma once
#include <functional>
#include <optional>
#include <string>

#include "drill/bench.hpp"

namespace testskew::drill {

/// One step of a bisection: an entry of an ordered list, made into a session's side.
struct Candidate {
    sides::Side side;
    std::string name;                                  ///< "httpx 0.28.0"
    std::vector<DeltaName> taken;                      ///< for the report
    std::function<bool(const Recording&)> as_planned;  ///< true if the session ran with what the candidate stands for
};

/// Makes the candidate with an index; gives nullopt if it cannot be had.
using Candidates = std::function<std::optional<Candidate>(int)>;

/// The result of a bisection: the two neighbouring candidates between which the failure begins.
struct Boundary {
    int last_good = -1, first_bad = -1;  ///< -1 if they were not found
    bool otherwise = false;              ///< the first bad candidate fails, but not as the bad side does
    bool good_otherwise = false;         ///< the last good candidate fails as well, by a failure hidden behind this one
    std::vector<int> skipped;            ///< those between the two that could not be tried
    Obstacle why;                        ///< why nothing was found
};

/// Finds the first failing candidate of 0 .. count-1. They go from the good side's candidate (0, known to pass) to the
/// bad side's (the last one, known to fail). Each candidate is tried in one session of the cluster's tests, and the two
/// at the boundary in one more. The boundary is found only if no candidate between the two was skipped and no session
/// contradicts it.
Boundary bisect(Bench& bench, const DrilledCluster& drilled, int count, const Candidates& candidates);

}  // namespace testskew::drill
