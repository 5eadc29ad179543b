#pragma once
#include <filesystem>
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

/// Which tests are traced.
struct TracePlan {
    std::vector<std::pair<int, std::string>> failing;  ///< cluster and test
    std::vector<std::string> passing;                  ///< pass on both sides: if their runs part, it means nothing

    /// All of them, the failing ones first.
    std::vector<std::string> ids() const;
};

/// Chooses up to two tests of each regression, and tests that pass on both sides beside them. Each cluster gives one
/// test before any gives a second one, as 40 failing tests are the most.
TracePlan plan_of(const Comparison& comparison, const BaseRecordings& base);

/// The four sessions of a plan: bad, good, and each of them once more with another hash seed. They run the plan's tests
/// alone, or with `whole` everything that the side runs. `key` is that of the digests in the traces. The hash seed
/// stays as it is if the sides have different ones, as the failure may follow it.
std::vector<runner::SessionSpec> specs_of(const TracePlan& plan, const sides::SidePair& sides,
                                          const BaseRecordings& base, const std::filesystem::path& project,
                                          const std::string& key, bool whole);

}  // namespace testskew::trace
