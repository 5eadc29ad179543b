#pragma once
#include <string>
#include <vector>

#include "attribute/builds.hpp"
#include "attribute/case.hpp"
#include "attribute/hybrids.hpp"
#include "attribute/needs.hpp"
#include "attribute/wanted.hpp"
#include "model/attribution.hpp"

namespace testskew::attribute {

constexpr int rounds_of_a_generation = 12;  ///< a confirmation and its top-ups
/// How often the search may begin. It begins again if the confirming sessions split a cluster or refute a short cut.
constexpr int most_generations = 3;

/// What the steps of one replay share: the question, the log, and what was worked out from the log so far.
struct ReplayState {
    ReplayState(const Question& question, const Log& whole_log, const Obstacle& why_stop)
        : q(question),
          log(whole_log),
          stop(why_stop),
          wanted(whole_log),
          none(question.deltas.size()),
          all(question.deltas.size(), true) {}

    const Question& q;
    const Log& log;
    Obstacle stop;  ///< why no further session may be asked for
    Wanted wanted;
    Bits none, all;
    Needs needs;
    Builds builds;
    std::vector<Case> cases;
    std::vector<Knowledge> confirming_runs;  ///< what the confirmations of the cases point to
    bool clash = false;                      ///< no two sessions run side by side any more, because they clash
    bool alone_allowed = true;               ///< the search may run the failing tests alone
    bool one_at_a_time = false;              ///< the sessions of this batch run one after another

    /// True if experiments are wanted and may still be run.
    bool want_more() const { return !stop.any() && !wanted.experiments.empty(); }
    int id(const Case& c) const { return q.clusters[static_cast<std::size_t>(c.group.cluster)].id; }
    ClusterKind kind(const Case& c) const { return q.clusters[static_cast<std::size_t>(c.group.cluster)].kind; }
    /// What the first `entries` entries of the log say of a group.
    Knowledge know(const TestGroup& group, std::size_t entries) const { return {q, log, entries, group, clash}; }
    /// How many entries the log has before the first confirming session of that generation.
    std::size_t entries_before(int generation) const;
    /// The deltas that are bad in each hybrid that says something of this case. None if its tests were searched alone:
    /// the confirmation runs them with their context again.
    const Bits& floor_of(const Case& c) const { return c.story.alone ? none : c.story.floor; }
    /// The number of the environment (Experiment::copy) for another session of a hybrid: a new one if there are few
    /// hybrids.
    int copy_for(const Bits& bad, const Case& c) const;
};

/// True for a cluster whose cause can be searched for.
bool is_searchable(ClusterKind kind);

/// The hybrids that the first `entries` of the log were planned as.
std::vector<SeenHybrid> seen_hybrids(const Log& log, std::size_t entries);

}  // namespace testskew::attribute
