#include "trace/traced_sessions.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "compare/classify.hpp"
#include "divergence/evidence.hpp"
#include "divergence/find.hpp"
#include "divergence/warnings.hpp"
#include "sides/collected.hpp"
#include "sides/selection.hpp"
#include "util/text.hpp"

namespace testskew::trace {
namespace {

constexpr size_t tests_of_cluster = 2, most_failing = 40, most_passing = 30, most_events = 200'000;
constexpr double slow_test = 2, long_session = 60;

/// What is to be traced.
struct Plan {
    std::vector<std::pair<int, std::string>> failing;  ///< cluster, test
    std::vector<std::string> passing;                  ///< on both sides: what parts there means nothing
    std::vector<std::string> ids() const {
        std::vector<std::string> all;
        for (const auto& [cluster, id] : failing) all.push_back(id);
        all.insert(all.end(), passing.begin(), passing.end());
        return all;
    }
};

std::string file_of(const std::string& id) { return id.substr(0, id.find("::")); }

/// Tests that passed on both sides, those of the failing tests' files first, then from all over.
std::vector<std::string> passing_tests(const BaseRecordings& base, const std::set<std::string>& failing_files) {
    std::set<std::string> good;
    for (const auto& test : base.good.tests)
        if (test.outcome == Outcome::passed && test.seconds < slow_test) good.insert(test.id);
    std::vector<std::string> near, far;
    for (const auto& test : base.bad.tests) {
        if (test.outcome != Outcome::passed || test.seconds >= slow_test || !good.count(test.id)) continue;
        (failing_files.count(file_of(test.id)) ? near : far).push_back(test.id);
    }
    std::vector<std::string> chosen;
    for (const auto* from : {&near, &far}) {
        const size_t room = from == &near ? most_passing * 2 / 3 : most_passing - chosen.size();
        const size_t count = std::min(room, from->size());
        for (size_t i = 0; i < count; ++i) chosen.push_back((*from)[i * from->size() / count]);
    }
    return chosen;
}

Plan plan_of(const Comparison& comparison, const BaseRecordings& base) {
    Plan plan;
    std::set<std::string> files;
    for (size_t round = 0; round < tests_of_cluster; ++round)  // one of each cluster first
        for (const auto& cluster : comparison.clusters)
            if (cluster.kind == ClusterKind::regression && cluster.tests.size() > round &&
                plan.failing.size() < most_failing) {
                const std::string& id =
                    cluster.tests[round * (cluster.tests.size() - 1) / std::max<size_t>(tests_of_cluster - 1, 1)].id;
                plan.failing.emplace_back(cluster.id, id);
                files.insert(file_of(id));
            }
    if (!plan.failing.empty()) plan.passing = passing_tests(base, files);
    return plan;
}

bool has_plugin(const Recording& recording, const std::string& name) {
    return std::any_of(recording.plugins.begin(), recording.plugins.end(),
                       [&](const std::string& plugin) { return plugin.starts_with(name); });
}

/// The four sessions of a plan: each side, and each side again with another hash seed.
std::vector<runner::SessionSpec> specs_of(laboratory::Laboratory& laboratory, const sides::SidePair& sides,
                                          const BaseRecordings& base, const Plan& plan, bool whole) {
    const sides::Collected where = sides::collected(base.bad, laboratory.project());
    const auto seed_of = [](const sides::Side& side) {
        const auto found = side.environ.find("PYTHONHASHSEED");
        return found == side.environ.end() ? std::string("random") : found->second;
    };
    const bool seed_is_free = seed_of(sides.bad) == seed_of(sides.good);  // else it may be what the failure follows
    const nlohmann::json trace = {
        {"trace", {{"tests", plan.ids()}, {"events", most_events}, {"key", laboratory.options().key}}}};
    std::vector<runner::SessionSpec> specs;
    for (const bool again : {false, true})
        for (const bool bad : {true, false}) {
            runner::SessionSpec spec;
            spec.side = bad ? sides.bad : sides.good;
            const Recording& known = bad ? base.bad : base.good;
            if (!whole) spec.side.selection = sides::isolated_selection(spec.side.selection, plan.ids(), where);
            auto& arguments = spec.side.selection.options;
            arguments.push_back("--maxfail=0");
            if (has_plugin(known, "pytest-cov")) arguments.push_back("--no-cov");  // it would take the trace for itself
            if (has_plugin(known, "pytest-xdist") && !whole) arguments.push_back("-n0");
            if (seed_is_free) spec.side.environ["PYTHONHASHSEED"] = again ? (bad ? "2" : "3") : "1";
            spec.phase = "observe";
            spec.base = bad ? "bad" : "good";
            spec.observe = trace.dump();
            spec.reason = again   ? "what differs between two sessions of one side means nothing"
                          : whole ? "failing tests among all others, traced"
                                  : "failing tests, traced";
            specs.push_back(std::move(spec));
        }
    return specs;
}

bool usable(const runner::SessionOutcome& outcome) {
    return outcome.recording && outcome.problem.empty() && !outcome.recording->traces.empty();
}

class TracedSessions {
public:
    TracedSessions(laboratory::Laboratory& laboratory, const sides::SidePair& sides, const BaseRecordings& base,
                   const TraceOptions& options, Comparison& comparison)
        : laboratory_(laboratory), sides_(sides), base_(base), options_(options), comparison_(comparison) {}

    std::vector<SessionSummary> run() {
        const double slower = std::max(base_.bad.seconds, base_.good.seconds);
        if (slower > options_.seconds) return {};
        Plan alone = plan_of(comparison_, base_), together;
        together.passing = alone.passing;
        std::erase_if(alone.failing, [&](const auto& pair) {
            if (!options_.passes_alone.count(pair.first)) return false;
            if (divergence::says_nothing(cluster_of(pair.first).error)) together.failing.push_back(pair);
            return true;
        });
        Plan left = attempt(std::move(alone), false);
        if (!left.passing.empty()) together.passing = std::move(left.passing);
        together.failing.insert(together.failing.end(), left.failing.begin(), left.failing.end());
        // What fails only together with other tests: among all of them, where that does not take long.
        const bool affordable = slower < long_session && 5 * slower < seconds_left();
        if (!together.failing.empty() && affordable) attempt(std::move(together), true);
        return std::move(sessions_);
    }

private:
    /// Runs a plan's sessions and uses what they show. Gives the part of the plan that did not fail and pass as before
    /// and would be worth another attempt.
    Plan attempt(Plan plan, bool whole) {
        Plan left;
        if (plan.failing.empty()) return left;
        auto specs = specs_of(laboratory_, sides_, base_, plan, whole);
        // One batch after another, all of which together may take what is left.
        const auto jobs = static_cast<size_t>(std::max(laboratory_.options().jobs, 1)),
                   batches = (specs.size() + jobs - 1) / jobs;
        const auto most = std::chrono::milliseconds(
            static_cast<long>(1000 * std::max(seconds_left(), 10.0) / static_cast<double>(batches)));
        for (auto& spec : specs) spec.timeout = std::min(options_.timeout, most);
        if (options_.explain_plan)
            for (const auto& spec : specs) laboratory_.status().note(fmt::format("{}: {}", spec.phase, spec.reason));
        auto outcomes = laboratory_.run(specs);
        for (auto& outcome : outcomes) sessions_.push_back(outcome.summary);
        if (!laboratory_.edited().empty() || !usable(outcomes[0]) || !usable(outcomes[1])) return left;
        const Recording &bad = *outcomes[0].recording, &good = *outcomes[1].recording;
        const compare::RecordingIndex bad_index(bad), good_index(good);
        const auto passes = [](const compare::RecordingIndex& index, const std::string& id) {
            return index.test(id) && index.test(id)->outcome == Outcome::passed;
        };
        std::vector<std::string> passing;
        for (const auto& id : plan.passing)
            if (passes(bad_index, id) && passes(good_index, id)) passing.push_back(id);
        const Recording *bad_again = usable(outcomes[2]) ? &*outcomes[2].recording : nullptr,
                        *good_again = usable(outcomes[3]) ? &*outcomes[3].recording : nullptr;
        const divergence::Sessions sessions(bad, good, bad_again, good_again, passing);
        const divergence::Warnings warnings(bad, good, bad_again, good_again, passing);
        std::set<int> done;
        for (const auto& [number, id] : plan.failing) {
            Cluster& cluster = cluster_of(number);
            const CellResult in_bad = compare::classify(cluster, id, bad_index),
                             in_good = compare::classify(cluster, id, good_index);
            note(outcomes[0].summary.id, number, in_bad);
            note(outcomes[1].summary.id, number, in_good);
            if (in_bad != CellResult::F || in_good == CellResult::F || in_good == CellResult::U) {
                if (divergence::says_nothing(cluster.error) && in_bad != CellResult::U)
                    left.failing.emplace_back(number, id);
                continue;
            }
            const bool silent = divergence::says_nothing(cluster.error);
            auto found = silent ? sessions.first(id) : sessions.behind(id, cluster.error.path, cluster.error.line);
            if (found && (!cluster.divergence || (found->certain && !cluster.divergence->certain)))
                cluster.divergence = std::move(found);
            if (done.insert(number).second) {
                if (silent) divergence::add_swallowed(cluster, id, bad, good);
                divergence::add_missing(cluster, id, bad, good);
                divergence::add_cuts(cluster, id, bad, good);
                warnings.add_to(cluster, id);
            }
        }
        const auto answered = [&](const auto& pair) { return done.count(pair.first) > 0; };
        left.failing.erase(std::remove_if(left.failing.begin(), left.failing.end(), answered), left.failing.end());
        left.passing = std::move(plan.passing);
        return left;
    }

    double seconds_left() const {
        return options_.seconds - std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    }

    Cluster& cluster_of(int number) {
        return *std::find_if(comparison_.clusters.begin(), comparison_.clusters.end(),
                             [&](const Cluster& cluster) { return cluster.id == number; });
    }

    void note(const std::string& session, int cluster, CellResult result) {
        for (auto& summary : sessions_) {
            if (summary.id != session) continue;
            const auto known = std::find_if(summary.results.begin(), summary.results.end(),
                                            [&](const auto& pair) { return pair.first == cluster; });
            if (known == summary.results.end())
                summary.results.emplace_back(cluster, result);
            else if (known->second != result)
                known->second = CellResult::U;  // its tests disagree
        }
    }

    laboratory::Laboratory& laboratory_;
    const sides::SidePair& sides_;
    const BaseRecordings& base_;
    const TraceOptions& options_;
    Comparison& comparison_;
    std::vector<SessionSummary> sessions_;
    const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

std::vector<SessionSummary> run_traced(laboratory::Laboratory& laboratory, const sides::SidePair& sides,
                                       const BaseRecordings& base, const TraceOptions& options,
                                       Comparison& comparison) {
    return TracedSessions(laboratory, sides, base, options, comparison).run();
}

}  // namespace testskew::trace
