#include "trace/traced_sessions.hpp"

#include <algorithm>

#include "compare/classify.hpp"
#include "divergence/evidence.hpp"
#include "divergence/find.hpp"
#include "divergence/warnings.hpp"
#include "model/lookup.hpp"
#include "runner/session_book.hpp"

namespace testskew::trace {
namespace {

constexpr double long_session = 60;  // Sessions of all tests are traced only if they take fewer seconds than this.

bool usable(const runner::SessionOutcome& outcome) { return outcome.usable() && !outcome.recording->traces.empty(); }

/// The recordings of one plan (the last two may be missing), and what can be read from them together.
class Evidence {
public:
    Evidence(const std::vector<runner::SessionOutcome>& outcomes, const std::vector<std::string>& passing)
        : bad_(*outcomes[0].recording),
          good_(*outcomes[1].recording),
          bad_again_(usable(outcomes[2]) ? &*outcomes[2].recording : nullptr),
          good_again_(usable(outcomes[3]) ? &*outcomes[3].recording : nullptr),
          bad_index_(bad_),
          good_index_(good_),
          passing_(still_passing(passing)),
          sessions_(bad_, good_, bad_again_, good_again_, passing_),
          warnings_(bad_, good_, bad_again_, good_again_, passing_) {}

    CellResult in_bad(const Cluster& cluster, const std::string& id) const {
        return compare::classify(cluster, id, bad_index_);
    }
    CellResult in_good(const Cluster& cluster, const std::string& id) const {
        return compare::classify(cluster, id, good_index_);
    }

    /// Adds to the cluster where the two runs of its test part, unless it already has a place that is more certain.
    void add_divergence(Cluster& cluster, const std::string& id) const {
        auto found = divergence::says_nothing(cluster.error)
                         ? sessions_.first(id)
                         : sessions_.behind(id, cluster.error.path, cluster.error.line);
        if (found && (!cluster.divergence || (found->certain && !cluster.divergence->certain)))
            cluster.divergence = std::move(found);
    }

    /// Adds the other evidence to the cluster. This is done for one test of each cluster.
    void add_evidence(Cluster& cluster, const std::string& id) const {
        if (divergence::says_nothing(cluster.error)) divergence::add_swallowed(cluster, id, bad_, good_);
        divergence::add_missing(cluster, id, bad_, good_);
        divergence::add_made(cluster, id, bad_, good_);
        divergence::add_cuts(cluster, id, bad_, good_);
        warnings_.add_to(cluster, id);
    }

private:
    std::vector<std::string> still_passing(const std::vector<std::string>& ids) const {
        const auto passes = [](const compare::RecordingIndex& index, const std::string& id) {
            return index.test(id) && index.test(id)->outcome == Outcome::passed;
        };
        std::vector<std::string> passing;
        for (const auto& id : ids)
            if (passes(bad_index_, id) && passes(good_index_, id)) passing.push_back(id);
        return passing;
    }

    const Recording &bad_, &good_;
    const Recording *bad_again_, *good_again_;
    const compare::RecordingIndex bad_index_, good_index_;
    const std::vector<std::string> passing_;
    const divergence::Sessions sessions_;
    const divergence::Warnings warnings_;
};

class TracedSessions {
public:
    TracedSessions(runner::SessionRunner& runner, const sides::SidePair& sides, const BaseRecordings& base,
                   const TraceOptions& options, Comparison& comparison)
        : runner_(runner),
          sides_(sides),
          base_(base),
          options_(options),
          comparison_(comparison),
          book_(runner, options.explain_plan),
          began_(runner.now()) {}

    std::vector<SessionSummary> run() {
        const double slower = std::max(base_.bad.seconds, base_.good.seconds);
        if (slower > options_.seconds) return {};
        TracePlan alone = plan_of(comparison_, base_, options_.but), together;
        together.passing = alone.passing;
        for (const int number : alone.untraced) leave_out(cluster_of(number), "untraced");
        std::erase_if(alone.failing, [&](const auto& pair) {
            if (!options_.passes_alone.count(pair.first)) return false;
            if (divergence::says_nothing(cluster_of(pair.first).error)) together.failing.push_back(pair);
            return true;
        });
        TracePlan left = attempt(std::move(alone), false);
        if (!left.passing.empty()) together.passing = std::move(left.passing);
        together.failing.insert(together.failing.end(), left.failing.begin(), left.failing.end());
        // A failure that needs other tests is traced among all of them, if that does not take long.
        const bool affordable = !options_.among.empty() || (slower < long_session && 5 * slower < seconds_left());
        if (!together.failing.empty() && options_.together && affordable) attempt(std::move(together), true);
        return book_.take();
    }

private:
    /// Runs the sessions of a plan and uses what they show. Returns the part of the plan that did not fail and pass as
    /// before and that is worth another attempt.
    TracePlan attempt(TracePlan plan, bool whole) {
        if (plan.failing.empty()) return {};
        const auto outcomes = run_sessions(plan, whole);
        if (!runner_.files().edited().empty() || !usable(outcomes[0]) || !usable(outcomes[1])) return {};
        const Evidence evidence(outcomes, plan.passing);
        TracePlan left;
        std::set<int> done;
        for (const auto& [number, id] : plan.failing) {
            Cluster& cluster = cluster_of(number);
            const CellResult in_bad = evidence.in_bad(cluster, id), in_good = evidence.in_good(cluster, id);
            book_.note(outcomes[0].summary.id, number, in_bad);
            book_.note(outcomes[1].summary.id, number, in_good);
            if (in_bad != CellResult::fails || in_good == CellResult::fails || in_good == CellResult::nothing) {
                if (divergence::says_nothing(cluster.error) && in_bad != CellResult::nothing)
                    left.failing.emplace_back(number, id);
                continue;
            }
            evidence.add_divergence(cluster, id);
            if (done.insert(number).second) evidence.add_evidence(cluster, id);
        }
        std::erase_if(left.failing, [&](const auto& pair) { return done.count(pair.first) > 0; });
        left.passing = std::move(plan.passing);
        return left;
    }

    std::vector<runner::SessionOutcome> run_sessions(const TracePlan& plan, bool whole) {
        TraceSelection tests{whole, {}};
        if (whole) tests.among = options_.among;
        auto specs = specs_of(plan, sides_, base_, runner_.files().folder(), runner_.options().key, tests);
        if (!options_.again) specs.resize(2);
        // The batches run one after another, and all of them together may take the time that is left.
        const auto jobs = static_cast<size_t>(std::max(options_.jobs, 1)), batches = (specs.size() + jobs - 1) / jobs;
        const auto most = std::chrono::milliseconds(
            static_cast<long>(1000 * std::max(seconds_left(), 10.0) / static_cast<double>(batches)));
        for (auto& spec : specs) spec.timeout = std::min(options_.timeout, most);
        auto outcomes = book_.run(specs, options_.jobs);
        outcomes.resize(4);
        return outcomes;
    }

    double seconds_left() const {
        return options_.seconds - std::chrono::duration<double>(runner_.now() - began_).count();
    }

    Cluster& cluster_of(int number) { return *testskew::cluster_of(comparison_, number); }

    runner::SessionRunner& runner_;
    const sides::SidePair& sides_;
    const BaseRecordings& base_;
    const TraceOptions& options_;
    Comparison& comparison_;
    runner::SessionBook book_;
    const std::chrono::steady_clock::time_point began_;
};

}  // namespace

std::vector<SessionSummary> run_traced(runner::SessionRunner& runner, const sides::SidePair& sides,
                                       const BaseRecordings& base, const TraceOptions& options,
                                       Comparison& comparison) {
    return TracedSessions(runner, sides, base, options, comparison).run();
}

}  // namespace testskew::trace
