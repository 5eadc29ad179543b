#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/comparison.hpp"
#include "runner/session_runner.hpp"
#include "sides/side.hpp"

namespace testskew::trace {

/// The recordings of the two base sessions.
struct BaseRecordings {
    const Recording &bad, &good;
};

/// The tests that are traced.
struct TracePlan {
    std::vector<std::pair<int, std::string>> failing;  ///< Pairs of a cluster and a test.
    /// Tests that pass on both sides. A difference between the runs of such a test means nothing.
    std::vector<std::string> passing;
    std::vector<int> untraced;  ///< The regressions for which there is no room.

    /// Returns all of them, the failing ones first.
    std::vector<std::string> ids() const;
};

/// Chooses up to two tests of each regression, and beside them tests that pass on both sides. Each cluster gives one
/// test before any gives a second one, because at most 40 failing tests are traced.
/// The clusters of `but` give none.
TracePlan plan_of(const Comparison& comparison, const BaseRecordings& base, const std::set<int>& but = {});

/// What the sessions of a plan run besides its tests.
struct TraceSelection {
    bool together = false;           ///< the tests are traced among others, and not alone
    std::vector<std::string> among;  ///< modules and tests that the bad side runs before them; if empty, all tests
};

/// Returns the four sessions of a plan: bad, good, and each of them once more with another hash seed. `key` is the key
/// of the digests in the traces. The hash seed stays as it is if the sides have different ones, because the failure may
/// follow it.
std::vector<runner::SessionSpec> specs_of(const TracePlan& plan, const sides::SidePair& sides,
                                          const BaseRecordings& base, const std::filesystem::path& project,
                                          const std::string& key, const TraceSelection& selection);

}  // namespace testskew::trace
