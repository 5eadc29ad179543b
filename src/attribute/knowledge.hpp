#pragma once
#include <optional>
#include <string>
#include <vector>

#include "attribute/experiment.hpp"

namespace testskew::attribute {

/// Tests that are attributed together: a cluster, or a part of one.
struct TestGroup {
    int cluster = 0;         ///< its index in the question
    std::vector<int> tests;  ///< the indices of its tests in the cluster; if empty, all tests
    bool flaky = false;
    bool operator==(const TestGroup&) const = default;
};

/// The direct result of one session for a group.
struct Run {
    Bits bad;  ///< the deltas at their bad value
    bool alone = false;
    CellResult result = CellResult::nothing;
    const std::string* identity = nullptr;  ///< the identity of another failure; never nullptr in Knowledge
    const Experiment* experiment = nullptr;
    int copy = 0;  ///< which environment of this content it ran in
};

/// What the first `entries` entries of the log say about one group. It never holds inferred results.
class Knowledge {
public:
    /// The log must outlive the object. `skip_side_by_side`: leave out the first pair of sessions.
    Knowledge(const Question& question, const Log& log, std::size_t entries, const TestGroup& group,
              bool skip_side_by_side);

    const std::vector<Run>& runs() const { return runs_; }
    /// The first run of that hybrid that gave a result; a run with "nothing" if it was tried and gave none; nullptr if
    /// it was not tried.
    const Run* find(const Bits& bad, bool alone) const;
    /// How often that hybrid was tried.
    int tried(const Bits& bad, bool alone) const;
    /// True if one hybrid gave two different results. With `same_copy`, only if that happened in one and the same
    /// environment.
    bool disagrees(bool same_copy = false) const;

private:
    std::vector<Run> runs_;
};

/// The deltas that were at their bad value in that session; nullopt if nobody knows.
std::optional<Bits> actually_bad(const LogEntry& entry);

/// True for the first pair of sessions, which run side by side.
bool side_by_side(const Experiment& experiment);

/// What the session said of that cluster; nullptr if nothing.
const ClusterObservation* of_cluster(const Observation& observation, int cluster);

/// What one session said of a group. `identity` becomes that of another failure, or an empty string; never null.
CellResult result_of(const Observation& observation, const Question& question, const TestGroup& group,
                     const std::string** identity);

}  // namespace testskew::attribute
