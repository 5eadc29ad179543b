#pragma once
#include <functional>
#include <optional>
#include <string>

#include "drill/bench.hpp"

namespace testskew::drill {

/// One entry of an ordered list made into a session's side.
struct Candidate {
    sides::Side side;
    std::string name;                                  ///< "httpx 0.28.0"
    std::vector<DeltaName> taken;                      ///< for the report
    std::function<bool(const Recording&)> as_planned;  ///< was the session what it should be?
};

struct Boundary {
    int last_good = -1, first_bad = -1;  ///< -1: not found
    bool otherwise = false;              ///< the first bad one fails, but not as the bad side does
    std::vector<int> skipped;            ///< those between the two that could not be tried
    std::string note;                    ///< why not
};

/// The first failing entry of 0 .. count-1, going from the good side's (0, known to pass) to the bad side's (the last,
/// known to fail). `entry` gives what to run, nullopt where it cannot be had. Each is one session of the problem's
/// tests; the two at the boundary are run once more. One that fails in another way than the bad side counts as failing,
/// but for layers, where the failure being gone is what matters. Found only where no entry between the two was skipped
/// and no session contradicts.
Boundary bisect(Bench& bench, const Problem& problem, int count,
                const std::function<std::optional<Candidate>(int)>& entry);

}  // namespace testskew::drill
