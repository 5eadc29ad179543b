#pragma once
#include <map>
#include <string>
#include <vector>

#include "attribute/engine.hpp"
#include "attribute/needs.hpp"
#include "compare/index.hpp"
#include "investigation/base.hpp"
#include "runner/session_runner.hpp"
#include "sides/factors.hpp"

namespace testskew::investigation {

/// A comparison turned into the engine's question, its experiments into sessions, and what came of these into
/// observations.
class Study {
public:
    /// Works out the deltas and the question. A regression that the good side never runs by itself is a one-sided
    /// question: it is searched with the bad side's selection on both sides, if it passes on the good side that way.
    Study(runner::SessionRunner& runner, const sides::SidePair& sides, const Base& base);

    attribute::Question question;
    const sides::Factors& factors() const { return factors_; }
    const std::vector<Cluster>& clusters() const { return clusters_; }

    /// What was left out because there was too much of it, for the report.
    std::vector<std::string> notes() const;

    /// Names the question with all that it is about: the deltas with both values, the clusters, the state of the files.
    std::string digest() const { return digest_; }

    /// The session of an experiment; nullopt if no pytest command line can select such a mixture.
    std::optional<runner::SessionSpec> session(const attribute::Experiment& experiment) const;

    /// Remembers the requirement that a failed build named, in this run or in an earlier one.
    void learn(const attribute::Observation& observation);

    /// What a session said of every cluster, and whether it was what was planned.
    attribute::Observation observation_of(const attribute::Experiment& experiment,
                                          const runner::SessionOutcome& outcome) const;

    /// The base sessions that were run to compare, as the observation of the engine's first two experiments; nullopt
    /// for all others.
    std::optional<attribute::Observation> known(const attribute::Experiment& experiment) const;

    /// The node ids that an experiment names if it runs the failing tests alone.
    std::vector<std::string> tests_of(const attribute::Experiment& experiment) const;

private:
    /// What the packages of either side declare about the other one's interpreter.
    void know_requirements(runner::SessionRunner& runner);
    /// The constraint that a built set of packages breaks and that this experiment brought about; nullopt if there is
    /// none.
    std::optional<attribute::Requirement> violated(const attribute::Experiment& experiment,
                                                   const std::vector<environment::Conflict>& conflicts) const;
    /// The tests that its session runs; nullopt for all of them.
    std::optional<std::vector<std::string>> ran(const attribute::Experiment& experiment) const;
    std::optional<size_t> package_delta(const std::string& name) const;
    std::optional<attribute::Requirement> requirement(const attribute::Experiment& experiment,
                                                      const std::string& package, const std::string& needs) const;
    /// True if a declared constraint would weld the interpreter to packages that can do without it. It is then not
    /// heeded, and what the session shows counts.
    bool welds_interpreter(const attribute::Requirement& requirement) const;
    std::optional<attribute::Requirement> named_by(const attribute::Experiment& experiment,
                                                   const environment::BuildFailure& failure) const;

    const Base& base_;
    std::string digest_;
    sides::Factors factors_;
    std::vector<Cluster> clusters_;
    std::optional<size_t> interpreter_;            ///< its delta
    std::map<std::string, size_t> packages_;       ///< delta by distribution
    attribute::Needs needs_;                       ///< known or learned so far
    std::vector<environment::Conflict> accepted_;  ///< conflicts that a side itself has: they break nothing
};

}  // namespace testskew::investigation
