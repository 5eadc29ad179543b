#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "attribute/engine.hpp"
#include "laboratory/laboratory.hpp"
#include "model/comparison.hpp"
#include "sides/factors.hpp"

namespace testskew::drill {

/// What the drill-down has to work with.
struct DrillOptions {
    bool quick = false, explain_plan = false;
    std::chrono::steady_clock::time_point deadline;
    std::chrono::milliseconds timeout{0};  ///< of one session
    double session_seconds = 1;            ///< what one takes, about
    std::string stopped;                   ///< not "": run no session, say why
};

/// One problem to be looked into: a cluster, or the part of one that follows this cause.
struct Subject {
    Cluster cluster;  ///< with the tests of this part alone
    const attribute::Finding* finding = nullptr;
    bool fails_alone = false;  ///< its tests fail on the bad side without any other, and pass so on the good one
};

/// Runs the sessions of the drill-down and takes them down.
class Bench {
public:
    Bench(laboratory::Laboratory& laboratory, const sides::Factors& factors, const DrillOptions& options)
        : laboratory_(laboratory), factors_(factors), options_(options) {}

    laboratory::Laboratory& laboratory() { return laboratory_; }
    const sides::Factors& factors() const { return factors_; }
    bool quick() const { return options_.quick; }

    /// Why `count` more sessions cannot be run: "" where they can.
    std::string refusal(int count) const;

    /// A side on which the subject fails, and that passes once any one delta of `set` is taken from the good side: the
    /// bad side itself where there is one minimal set, else the good side with this set from the bad one. nullopt where
    /// pytest cannot be told so.
    std::optional<sides::Side> failing_side(const Subject& subject, const std::vector<int>& set) const;
    /// failing_side() with one delta from the good side.
    std::optional<sides::Side> passing_side(const Subject& subject, const std::vector<int>& set, int delta) const;

    /// The side with only what the subject needs selected: a few of its tests where they fail alone, else all as it
    /// was.
    sides::Side narrowed(sides::Side side, const Subject& subject) const;

    /// How environments are resolved and built for a trial: none is worth more than a minute, nor more than what the
    /// budget has left.
    environment::BuildOptions build_options() const;
    /// The environment of a trial, built within that. Throws BuildError.
    Environment environment_of(const sides::Side& side) {
        return laboratory_.environment_of(side, {}, build_options().timeout);
    }

    /// Runs them side by side and notes them. `phase` is "drill" or "observe".
    std::vector<runner::SessionOutcome> run(std::vector<runner::SessionSpec> specs);
    runner::SessionOutcome run_one(runner::SessionSpec spec);

    /// What a session says of the subject. A mixture of F and P is U.
    static CellResult result_of(const Subject& subject, const runner::SessionOutcome& outcome);
    /// Adds that to the session's entry in the report.
    void note_result(const Subject& subject, const runner::SessionOutcome& outcome, CellResult result);

    std::vector<SessionSummary> sessions;  ///< all that were run

private:
    laboratory::Laboratory& laboratory_;
    const sides::Factors& factors_;
    DrillOptions options_;
};

}  // namespace testskew::drill
