#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "attribute/engine.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "runner/session_book.hpp"
#include "runner/session_runner.hpp"
#include "sides/factors.hpp"

namespace testskew::drill {

/// Why no more sessions are run after the user has ended them.
inline Obstacle interruption() { return {ObstacleKind::stopped, "interrupted"}; }

/// What a drill-down may spend, and how it runs its sessions.
struct DrillOptions {
    bool quick = false, explain_plan = false;
    std::chrono::steady_clock::time_point deadline;
    std::chrono::milliseconds timeout{0};  ///< of one session
    double session_seconds = 1;            ///< about how long one session takes; needed for the budget
    int jobs = 1;                          ///< sessions side by side
    Obstacle stopped;                      ///< why no session may be run
};

/// One cluster to be looked into, or the part of one that follows this cause.
struct DrilledCluster {
    Cluster cluster;  ///< with the tests of this part alone
    const attribute::Finding* finding = nullptr;
    /// Its tests and those of `beside` fail on the bad side without any other test, and pass so on the good side.
    bool fails_alone = false;
    /// A few tests of the other clusters with the same cause. They are in the same sessions, so that a session that was
    /// run for one cluster tells of the others as well.
    std::vector<std::string> beside = {};
    /// The deltas that come from the good side, as the failures in front of this one, which they bring, would hide it.
    std::vector<int> repaired = {};
};

/// Runs the sessions of a drill-down, and makes the sides that they run.
class Bench {
public:
    Bench(runner::SessionRunner& runner, const sides::Factors& factors, const DrillOptions& options)
        : runner_(runner),
          book_(runner, options.explain_plan),
          factors_(factors),
          options_(options),
          stopped_(options.stopped) {}

    runner::ProjectFiles& files() { return runner_.files(); }
    runner::Environments& environments() { return runner_.environments(); }
    const sides::Factors& factors() const { return factors_; }
    const Secrets& secrets() const { return runner_.options().secrets; }
    const std::map<std::string, std::string>& own_environ() const { return runner_.options().own_environ; }
    bool quick() const { return options_.quick; }
    int jobs() const { return options_.jobs; }

    /// A bench for one of `count` drills that go on at the same time, each on a thread of its own. It has its share of
    /// the sessions that may run side by side.
    Bench part(int count) const;
    /// Takes over what was run on a part. It must not be used any more.
    void join(Bench& part);

    std::chrono::steady_clock::time_point now() const { return runner_.now(); }

    /// Remembers that the user ended the sessions: no more are run.
    void interrupt() { interrupted_ = true, stopped_ = interruption(); }
    bool interrupted() const { return interrupted_; }

    /// Why `count` more sessions cannot be run; no obstacle if they can.
    Obstacle refusal(int count) const;

    /// A side on which the cluster fails, and which passes once any one delta of `set` is taken from the good side. It
    /// is the bad side itself if there is only one minimal set, otherwise the good side with this set from the bad one.
    /// Returns nullopt if no pytest command line can express it.
    std::optional<sides::Side> failing_side(const DrilledCluster& drilled, const std::vector<int>& set) const;
    /// The good side with this set from the bad one. It fails, as far as the set was shown to be enough.
    std::optional<sides::Side> induced_side(const std::vector<int>& set) const;
    /// failing_side() with one delta from the good side.
    std::optional<sides::Side> passing_side(const DrilledCluster& drilled, const std::vector<int>& set,
                                            int delta) const;

    /// The side with only the tests selected that the cluster needs: a few of its tests if they fail alone, otherwise
    /// all tests.
    sides::Side narrowed(sides::Side side, const DrilledCluster& drilled) const;

    /// How long one run of uv may take for a trial: at most a minute, and no longer than what is left of the budget.
    std::chrono::milliseconds trial_limit() const;
    /// The environment of a trial, built within that limit. Throws BuildError.
    Environment environment_of(const sides::Side& side) { return environments().environment_of(side, trial_limit()); }

    /// Runs the sessions side by side and keeps their summaries for the report. Sets their phase to drill unless it is
    /// observe. If a file was edited meanwhile, no outcome has a recording, and no further session is run.
    std::vector<runner::SessionOutcome> run(std::vector<runner::SessionSpec> specs);
    /// The same for one session.
    runner::SessionOutcome run_one(runner::SessionSpec spec);

    /// What a session says of the cluster. The result is `nothing` if some of its tests fail and others do not.
    static CellResult result_of(const DrilledCluster& drilled, const runner::SessionOutcome& outcome);
    /// True if each of the cluster's tests passed or failed with one of the failures that are known to hide behind the
    /// cluster's own, which is gone then. False if the session gave no result.
    static bool is_repaired(const DrilledCluster& drilled, const runner::SessionOutcome& outcome);
    /// Adds the result to the session's summary.
    void note_result(const DrilledCluster& drilled, const runner::SessionOutcome& outcome, CellResult result) {
        book_.note(outcome.summary.id, drilled.cluster.id, result);
    }

    /// The outcomes of the sessions of one candidate of a bisection, in the order in which they were run. Clusters with
    /// the same cause share them.
    std::vector<runner::SessionOutcome>& tried(const DrilledCluster& drilled, const std::string& candidate) {
        return tried_[{drilled.finding->attribution.problem, candidate}];
    }

    /// The summaries of all sessions that were run.
    std::vector<SessionSummary> take_sessions() { return book_.take(); }

private:
    runner::SessionRunner& runner_;
    runner::SessionBook book_;
    const sides::Factors& factors_;
    DrillOptions options_;
    Obstacle stopped_;  ///< why no further session is run
    bool interrupted_ = false;
    std::map<std::pair<int, std::string>, std::vector<runner::SessionOutcome>> tried_;
};

}  // namespace testskew::drill
