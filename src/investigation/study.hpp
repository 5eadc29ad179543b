#pragma once
#include <optional>
#include <string>
#include <vector>

#include "attribute/engine.hpp"
#include "compare/index.hpp"
#include "investigation/base.hpp"
#include "investigation/delta_requirements.hpp"
#include "runner/session_runner.hpp"
#include "sides/factors.hpp"

namespace testskew::investigation {

/// Turns a comparison into the engine's question, the engine's experiments into sessions, and the outcomes of these
/// into observations.
class Study {
public:
    /// Works out the deltas and the question. A regression whose tests the good side never runs by itself becomes a
    /// one-sided question. It is searched with the bad side's selection on both sides, if it passes on the good side in
    /// that way.
    Study(runner::SessionRunner& runner, const sides::SidePair& sides, const Base& base);

    attribute::Question question;
    const sides::Factors& factors() const { return factors_; }
    const std::vector<Cluster>& clusters() const { return clusters_; }

    /// About how many seconds a session takes at least.
    double least_seconds() const { return least_seconds_; }

    /// What was left out because there was too much of it, for the report.
    std::vector<std::string> notes() const;

    /// The digest of everything that the question is about: the deltas with both values, the clusters, the state of the
    /// files.
    std::string digest() const { return digest_; }

    /// The session of an experiment; nullopt if no pytest command line can select the mixture.
    std::optional<runner::SessionSpec> session(const attribute::Experiment& experiment) const;

    /// Remembers the requirement that a failed build named. The build may have been in an earlier run.
    void learn(const attribute::Observation& observation);

    /// The result of every cluster in a session, and whether the session was as planned.
    attribute::Observation observation_of(const attribute::Experiment& experiment,
                                          const runner::SessionOutcome& outcome) const;

    /// The base sessions that were run to compare, as the observation of the engine's first two experiments; nullopt
    /// for all others.
    std::optional<attribute::Observation> known(const attribute::Experiment& experiment) const;

    /// The node ids that an experiment names if it runs the failing tests alone.
    std::vector<std::string> tests_of(const attribute::Experiment& experiment) const;

private:
    /// The tests that the experiment's session runs; nullopt for all of them.
    std::optional<std::vector<std::string>> ran(const attribute::Experiment& experiment) const;

    const Base& base_;
    std::optional<std::vector<std::string>> waited_for_;
    std::string digest_;
    double least_seconds_ = 0;
    bool collects_all_ = false;  ///< nothing failed to be collected on either side
    sides::Factors factors_;
    std::vector<Cluster> clusters_;
    DeltaRequirements requirements_;
};

}  // namespace testskew::investigation
