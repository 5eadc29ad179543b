#pragma once
#include <optional>
#include <string>
#include <vector>

#include "attribute/experiment.hpp"
#include "attribute/question.hpp"
#include "attribute/summary.hpp"
#include "model/attribution.hpp"

/// The attribution engine: from everything observed so far to either the next experiments or the verdicts.
/// It knows no files, processes or clock; docs/attribution.md describes the method.
namespace testskew::attribute {

/// What was found for the tests of one cluster, or of a part of one that behaves alike.
struct Finding {
    ClusterAttribution attribution;  ///< cluster, problem, flaky, verdicts, cause, caveats
    /// The indices of its tests, if the cluster had to be split; if empty, all tests.
    std::vector<int> tests;
    std::vector<std::vector<int>> sets;                 ///< the minimal failing sets, as indices of deltas
    std::vector<std::vector<std::vector<int>>> layers;  ///< the sets of the failures hidden behind it, outermost first
    std::vector<std::string> behind;                    ///< the identities of these failures, in the same order
    std::vector<std::vector<int>> welds;  ///< deltas that cannot be built apart, and so cannot be told apart
    bool many = false;                    ///< many deltas matter, so only the factors of the cause are known
    bool confirmed = false;               ///< sessions that were all planned before the first of them ran confirm it
    bool context_dependent = false;       ///< it depends on the other differences whether the cause brings the failure
    bool only_side_by_side = false;       ///< it fails only while another session runs
};

/// What the engine says at the end.
struct Conclusion {
    std::vector<Finding> findings;
    bool clash = false;  ///< sessions disagreed side by side and agreed alone, so none ran side by side any more
    Obstacle stopped;    ///< why it ended early: the budget of sessions, or what the caller said
};

/// Either experiments to be run in this order, at most `parallel` at a time, or the conclusion.
struct Step {
    std::vector<Experiment> batch;
    int parallel = 1;
    bool alone = false;  ///< no two of them run on one machine at the same time
    std::optional<Conclusion> conclusion;
};

/// Raised whenever next() may ask for other experiments after the same log than before. A log goes on only with the
/// strategy that began it: another one would plan its confirmation anew, with the results of the first already seen.
constexpr int strategy = 7;

/// The next step after `log`. It is deterministic: the whole strategy is replayed on the log, so a log that was cut
/// anywhere (by a crash or Ctrl-C) goes on. With a `stop` it concludes now with what is known, and
/// gives that as the reason. Throws std::invalid_argument if an entry does not fit the question.
Step next(const Question& question, const Log& log, const Obstacle& stop = {});

}  // namespace testskew::attribute
