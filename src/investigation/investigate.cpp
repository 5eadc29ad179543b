#include "investigation/investigate.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "drill/drill.hpp"
#include "investigation/ahead_sessions.hpp"
#include "investigation/alone.hpp"
#include "investigation/batch.hpp"
#include "investigation/flaky.hpp"
#include "investigation/hidden_failures.hpp"
#include "investigation/left_state.hpp"
#include "investigation/log.hpp"
#include "investigation/split_clusters.hpp"
#include "investigation/study.hpp"
#include "investigation/suspicions.hpp"
#include "trace/traced_sessions.hpp"

namespace testskew::investigation {
namespace {

using Clock = std::chrono::steady_clock;

double slower_seconds(const Base& base) { return std::max(base.bad.seconds, base.good.seconds); }

/// Hybrids may be slower than the sides, and may hang although the sides do not. So a session of a hybrid may take five
/// times as long as the slowest session of a side, and half a minute more.
std::chrono::milliseconds hybrid_timeout(const runner::SessionRunner& runner, double slowest) {
    return std::min(runner.options().timeout, std::chrono::milliseconds(static_cast<long>(1000 * (5 * slowest + 30))));
}

std::chrono::duration<double> budget_of(const InvestigationOptions& options, const Base& base) {
    if (options.budget.count() > 0) return options.budget;
    return std::chrono::duration<double>(std::max(600.0, 10 * slower_seconds(base)));
}

/// The loop between the engine, which says what to try, and the runner, which tries it. It keeps the log.
class Investigation {
public:
    Investigation(runner::SessionRunner& runner, const sides::SidePair& sides, const Base& base,
                  const InvestigationOptions& options)
        : runner_(runner),
          sides_(sides),
          base_(base),
          options_(options),
          study_(runner, sides, base),
          comparison_(base.comparison),
          slowest_(slower_seconds(base)),
          budget_(std::chrono::duration_cast<Clock::duration>(budget_of(options, base))),
          deadline_(runner.now() + budget_) {
        study_.question.options.repeats = options.repeats;
        study_.question.options.quick = options.quick;
        InvestigationLog log = open_log(options.log, study_.digest());
        if (log.suspicions) suspect(std::move(*log.suspicions));
        for (auto& known : log.sessions) remember(std::move(known));
    }

    /// Asks the engine and runs what it asks for until it concludes.
    attribute::Conclusion conclude() {
        tell_expected();
        while (true) {
            if (!stopped_.any() && runner_.now() > deadline_) stopped_ = {ObstacleKind::budget_spent};
            attribute::Step step = attribute::next(study_.question, log_, stopped_);
            if (step.conclusion) {
                one_at_a_time_ = step.conclusion->clash;
                keep(ahead_.unused());
                return std::move(*step.conclusion);
            }
            if (!suspected_ && step.batch.front().phase != Phase::base)
                unless_interrupted([&] { gather_evidence(step.alone); });
            else
                unless_interrupted([&] { perform(step); });
        }
    }

    /// True if the user ended the sessions. What was observed until then still leads to a conclusion.
    bool interrupted() const { return interrupted_; }
    const Obstacle& stopped() const { return stopped_; }

    /// Looks into the causes that were shown. Its sessions count against the same budget, of which they may have a
    /// tenth more: where a cause begins takes two or three sessions, and says more than a further confirmation.
    void drill_down(attribute::Conclusion& conclusion) {
        drill::DrillOptions options;
        options.quick = options_.quick;
        options.explain_plan = options_.explain_plan;
        options.deadline = overtime();
        options.timeout = timeout();
        options.session_seconds = slower_seconds(base_);
        options.jobs = jobs();
        options.stopped = stopped_.kind == ObstacleKind::budget_spent ? Obstacle{} : stopped_;
        auto drilled =
            drill::drill_down(runner_, study_.factors(), study_.clusters(), conclusion, failing_alone(log_), options);
        keep(std::move(drilled.sessions));
        if (drilled.interrupted) interrupt();
    }

    /// Runs some failing tests in traced sessions if there is time for it, and adds what they show to the clusters that
    /// no traced session was run for yet. Failures that need other tests are left for later, when `culprits`, the tests
    /// and modules that bring them, may be known (if none are, they are traced among all tests).
    void look_closer(Comparison& comparison, const std::optional<std::vector<std::string>>& culprits) {
        trace::TraceOptions options;
        options.together = culprits.has_value();
        if (culprits) options.among = *culprits;
        options.but = traced_;
        options.again = !options_.quick;
        options.timeout = timeout();
        options.seconds = std::chrono::duration<double>(deadline_ - runner_.now()).count();
        options.explain_plan = options_.explain_plan;
        options.jobs = jobs();
        options.passes_alone = passing_alone(log_);
        options.passes_alone.merge(passed_traced(sessions_));
        if (!options_.observe || stopped_.any() || options.seconds <= 0) return;
        unless_interrupted(
            [&] { keep(trace::run_traced(runner_, sides_, {base_.bad, base_.good}, options, comparison)); });
        const std::set<int> later = culprits ? std::set<int>{} : passed_traced(sessions_);
        for (const Cluster& cluster : comparison.clusters)
            if (!later.count(cluster.id)) traced_.insert(cluster.id);
    }

    /// Adds to the clusters what hides behind their failures.
    void look_behind(const attribute::Conclusion& conclusion, const Attribution& attribution, Comparison& comparison) {
        if (options_.recording_of)
            add_hidden_failures(comparison, conclusion.findings, attribution, others_, options_.recording_of);
    }

    /// The comparison of the base sessions, with what was seen more closely since.
    const Comparison& comparison() const { return comparison_; }
    const std::vector<sides::SwapDelta>& deltas() const { return study_.factors().deltas; }
    const std::vector<Suspicion>& suspicions() const { return suspicions_; }
    const std::vector<SessionSummary>& sessions() const { return sessions_; }
    std::vector<std::string> notes() const { return study_.notes(); }

private:
    std::chrono::milliseconds timeout() const { return hybrid_timeout(runner_, slowest_); }

    /// How many of the later sessions run side by side. It is 1 if the engine saw that sessions disagree side by side
    /// and agree one at a time.
    int jobs() const { return one_at_a_time_ ? 1 : std::max(1, runner_.options().jobs); }

    void keep(std::vector<SessionSummary> sessions) {
        sessions_.insert(sessions_.end(), std::make_move_iterator(sessions.begin()),
                         std::make_move_iterator(sessions.end()));
    }

    /// Calls `work`. If the user interrupts it, what was done until then counts, and no further session is run.
    template <class Work>
    void unless_interrupted(Work work) {
        try {
            work();
        } catch (const Interrupted&) {
            interrupt();
        }
    }

    /// Looks for what the failures point to before the first hybrid is run, and writes it to the log: a search goes on
    /// with the suspects with which it began.
    void gather_evidence(bool alone) {
        one_at_a_time_ = alone;
        look_closer(comparison_, std::nullopt);
        if (stopped_.any()) return;
        const auto& deltas = study_.factors().deltas;
        Evidence evidence{comparison_, {}, base_.bad, deltas, mocking_modules(deltas, runner_.files().folder())};
        if (options_.known_changes) evidence.untested = options_.known_changes(comparison_);
        suspect(suspicions_of(evidence));
        const auto states = left_state();
        if (stopped_.any()) return;
        if (states) {
            evidence.states = &*states;
            suspect(suspicions_of(evidence));
        }
        append_suspicions(options_.log, suspicions_);
        if (options_.suspected) options_.suspected(comparison_, suspicions_);
        tell_expected();
    }

    /// What the modules and tests of the bad side leave changed, if some tests fail only among these, nothing else
    /// points to a difference, and there is time for a session of all tests.
    std::optional<Recording> left_state() {
        const auto clusters = unsuspected(passed_traced(sessions_), suspicions_, study_.factors().deltas);
        const std::chrono::duration<double> left = deadline_ - runner_.now();
        if (clusters.empty() || left.count() < 10 * slower_seconds(base_)) return std::nullopt;
        std::vector<runner::SessionOutcome> outcomes;
        const auto& deltas = study_.factors().deltas;
        const bool tests = std::any_of(deltas.begin(), deltas.end(), [](const sides::SwapDelta& delta) {
            return delta.kind == DeltaKind::test && runs_on_bad(delta);
        });
        unless_interrupted([&] { outcomes = runner_.run({state_session(sides_.bad, tests, timeout())}, 1); });
        if (outcomes.empty()) return std::nullopt;
        sessions_.push_back(outcomes.front().summary);
        return std::move(outcomes.front().recording);
    }

    /// Tells what is still to come: the engine's sessions, and those that are traced before its first hybrid.
    void tell_expected() const {
        if (!options_.expected) return;
        const double least = study_.least_seconds();
        auto forecast = attribute::forecast(study_.question, log_, least);
        if (!forecast.sessions) return;
        if (!suspected_ && options_.observe) {
            const int traced = options_.quick ? 2 : 4;
            forecast.sessions += traced;
            forecast.seconds += traced * 2 * least / jobs();
        }
        options_.expected(forecast);
    }

    void suspect(std::vector<Suspicion> suspicions) {
        suspected_ = true;
        suspicions_ = std::move(suspicions);
        set_suspects(study_.question, suspicions_);
    }

    void interrupt() { interrupted_ = true, stopped_ = drill::interruption(); }

    /// The end of what is worth a tenth of the budget more.
    Clock::time_point overtime() const { return deadline_ + budget_ / 10; }

    /// When the last session of a step may begin. A confirmation is all sessions or nothing, and so has overtime.
    Clock::time_point latest_start(const attribute::Step& step) const {
        return step.batch.front().phase == Phase::confirm ? overtime() : deadline_;
    }

    /// Runs a batch and logs what it showed, also what had ended when the user interrupted it. If the user edited a
    /// file meanwhile, the whole batch is discarded.
    void perform(const attribute::Step& step) {
        const BatchLimits limits{timeout(), latest_start(step)};
        const auto run = [&](const attribute::Step& left, const std::vector<attribute::Experiment>& ahead) {
            return run_batch(runner_, study_, left, ahead, limits, options_.explain_plan);
        };
        BatchResult result = ahead_.run(study_.question, log_, step, options_.run_ahead, run);
        if (const auto note = runner_.files().edited(); !note.empty()) {
            stopped_ = {ObstacleKind::files_changed, note};
            ahead_.clear();
        } else {
            for (LoggedSession& one : result.sessions) {
                append_log(options_.log, one);
                remember(std::move(one));
            }
            if (result.offline) stopped_ = {ObstacleKind::no_index};
        }
        if (result.interrupted) throw Interrupted();
    }

    void remember(LoggedSession logged) {
        if (logged.entry.experiment.phase == Phase::base) slowest_ = std::max(slowest_, logged.session.seconds);
        SessionSummary summary = attribute::summarize(study_.question, logged.entry);
        summary.id = logged.session.id;
        summary.command = logged.session.command;
        summary.environment = logged.session.environment;
        summary.recording = logged.session.recording;
        summary.seconds = logged.session.seconds;
        for (const auto& result : logged.entry.observation.results)
            if (!result.identity.empty() && !summary.recording.empty())
                others_.emplace(result.identity, summary.recording);
        if (!summary.id.empty()) sessions_.push_back(std::move(summary));
        study_.learn(logged.entry.observation);
        log_.push_back(std::move(logged.entry));
    }

    runner::SessionRunner& runner_;
    const sides::SidePair& sides_;
    const Base& base_;
    const InvestigationOptions& options_;
    Study study_;
    Comparison comparison_;
    double slowest_;  ///< the seconds of the slowest session of a side, as machines get busier
    Clock::duration budget_;
    Clock::time_point deadline_;
    attribute::Log log_;
    AheadSessions ahead_;
    std::vector<SessionSummary> sessions_;
    OtherFailures others_;
    std::vector<Suspicion> suspicions_;
    std::set<int> traced_;  ///< the clusters that were looked at closely
    Obstacle stopped_;
    bool one_at_a_time_ = false, interrupted_ = false, suspected_ = false;
};

/// Adds a caveat to each cluster that fails only while another session runs.
void say_side_by_side(attribute::Conclusion& conclusion) {
    for (auto& finding : conclusion.findings) {
        if (finding.only_side_by_side) add_caveat(finding.attribution.caveats, {CaveatKind::side_by_side});
    }
}

}  // namespace

InvestigationResult investigate(runner::SessionRunner& runner, const sides::SidePair& sides, const Base& base,
                                const InvestigationOptions& options) {
    InvestigationResult result;
    Investigation investigation(runner, sides, base, options);
    attribute::Conclusion conclusion = investigation.conclude();
    investigation.drill_down(conclusion);
    say_side_by_side(conclusion);
    Attribution& attribution = result.attribution;
    attribution.done = true;
    attribution.one_at_a_time = conclusion.clash;
    result.comparison = split_clusters(investigation.comparison(), conclusion, attribution);
    investigation.look_behind(conclusion, attribution, result.comparison);
    const auto culprits = culprits_of(conclusion, investigation.deltas());
    // A quick run has told enough of a failure whose polluter it has found.
    if (!options.quick || culprits.empty()) investigation.look_closer(result.comparison, culprits);
    attribution.suspicions = investigation.suspicions();
    attribution.sessions = base.sessions;
    attribution.sessions.insert(attribution.sessions.end(), investigation.sessions().begin(),
                                investigation.sessions().end());
    explain_flaky(sides, base, attribution, result.comparison);
    result.notes = investigation.notes();
    result.interrupted = investigation.interrupted();
    attribution.stopped = result.interrupted ? investigation.stopped() : conclusion.stopped;
    if (conclusion.clash)
        result.notes.push_back(
            "sessions that ran side by side disagreed, and agreed when each ran alone: no two ran at the same time "
            "after that");
    return result;
}

}  // namespace testskew::investigation
