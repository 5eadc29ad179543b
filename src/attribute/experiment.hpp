#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attribute/question.hpp"

namespace testskew::attribute {

/// One session to be run.
struct Experiment {
    int id = 0;  ///< its number in the log, from 0
    /// The hybrid: these deltas have their bad value. With all deltas it is the bad side, with none the good side.
    Bits bad;
    Phase phase = Phase::base;                          ///< base to recheck
    bool alone = false;                                 ///< only the failing tests run, without their context
    bool all_tests = true;                              ///< if false, a few representatives of each cluster are enough
    std::vector<int> clusters;                          ///< the ids of the clusters that asked for it
    std::vector<std::pair<int, CellResult>> predicted;  ///< by cluster id; fixed before the session
    int round = 0;                                      ///< of the phase
    int index = 0;                                      ///< within the round
    int batch = 0, slot = 0;
    std::string reason;  ///< why it is run, as one clause for a report
    /// If it is not 0, the session runs in an environment of the same content that is built anew in another place.
    int copy = 0;
};

/// What one session said of one cluster.
struct ClusterObservation {
    int cluster = 0;  ///< id
    CellResult result = CellResult::nothing;
    std::string identity;  ///< for another failure, the digest of its fingerprint
    /// One letter for each test (letter() of model/enums.hpp; '-' if it was not run); if empty, all tests gave
    /// `result`.
    std::string tests;
};

/// What came of an experiment. A cluster that is not listed gave nothing.
struct Observation {
    bool built = true;
    std::optional<Requirement> violated;  ///< why it was not built, if the failed build says so
    std::optional<Bits> actual;  ///< the deltas that really had their bad value, if that is not what was planned
    /// If this is false and there is no `actual`, nobody knows what ran, so the session says nothing.
    bool as_planned = true;
    std::vector<ClusterObservation> results;
};

/// An experiment and its observation.
struct LogEntry {
    Experiment experiment;
    Observation observation;
};
using Log = std::vector<LogEntry>;

}  // namespace testskew::attribute
