#include "trace/trace_plan.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "model/lookup.hpp"
#include "model/node_id.hpp"
#include "sides/collected.hpp"
#include "sides/selection.hpp"

namespace testskew::trace {
namespace {

constexpr size_t tests_of_cluster = 2, most_failing = 40, most_passing = 30, most_events = 200'000;
constexpr double slow_test = 2;  // A test that takes more seconds than this is not worth its time as one that passes.

/// Returns some of the tests that passed on both sides: first those of the failing tests' files, then others from
/// everywhere.
std::vector<std::string> passing_tests(const BaseRecordings& base, const std::set<std::string>& failing_files) {
    std::set<std::string> good;
    for (const auto& test : base.good.tests)
        if (test.outcome == Outcome::passed && test.seconds < slow_test) good.insert(test.id);
    std::vector<std::string> near, far;
    for (const auto& test : base.bad.tests) {
        if (test.outcome != Outcome::passed || test.seconds >= slow_test || !good.count(test.id)) continue;
        (failing_files.count(module_of(test.id)) ? near : far).push_back(test.id);
    }
    std::vector<std::string> chosen;
    for (const auto* from : {&near, &far}) {
        const size_t room = from == &near ? most_passing * 2 / 3 : most_passing - chosen.size();
        const size_t count = std::min(room, from->size());
        for (size_t i = 0; i < count; ++i) chosen.push_back((*from)[i * from->size() / count]);
    }
    return chosen;
}

}  // namespace

std::vector<std::string> TracePlan::ids() const {
    std::vector<std::string> all;
    for (const auto& [cluster, id] : failing) all.push_back(id);
    all.insert(all.end(), passing.begin(), passing.end());
    return all;
}

TracePlan plan_of(const Comparison& comparison, const BaseRecordings& base, const std::set<int>& but) {
    TracePlan plan;
    std::set<std::string> files;
    // Each cluster gives one test before any gives a second one.
    for (size_t round = 0; round < tests_of_cluster; ++round)
        for (const auto& cluster : comparison.clusters)
            if (cluster.kind == ClusterKind::regression && !but.count(cluster.id) && cluster.tests.size() > round) {
                if (plan.failing.size() == most_failing) {
                    if (round == 0) plan.untraced.push_back(cluster.id);
                    continue;
                }
                const std::string& id =
                    cluster.tests[round * (cluster.tests.size() - 1) / std::max<size_t>(tests_of_cluster - 1, 1)].id;
                plan.failing.emplace_back(cluster.id, id);
                files.insert(module_of(id));
            }
    if (!plan.failing.empty()) plan.passing = passing_tests(base, files);
    return plan;
}

std::vector<runner::SessionSpec> specs_of(const TracePlan& plan, const sides::SidePair& sides,
                                          const BaseRecordings& base, const std::filesystem::path& project,
                                          const std::string& key, const TraceSelection& selection) {
    const bool whole = selection.together && selection.among.empty();
    const sides::Collected where = sides::collected(base.bad, project);
    const auto seed_of = [](const sides::Side& side) {
        const auto found = side.environ.find("PYTHONHASHSEED");
        return found == side.environ.end() ? std::string("random") : found->second;
    };
    // If the seeds differ, the failure may follow the seed.
    const bool seed_is_free = seed_of(sides.bad) == seed_of(sides.good);
    const nlohmann::json trace = {{"trace", {{"tests", plan.ids()}, {"events", most_events}, {"key", key}}}};
    std::vector<runner::SessionSpec> specs;
    for (const bool again : {false, true})
        for (const bool bad : {true, false}) {
            runner::SessionSpec spec;
            spec.side = bad ? sides.bad : sides.good;
            const Recording& known = bad ? base.bad : base.good;
            auto nodes = plan.ids();
            // On the good side the tests pass, as they do without what the bad side runs before them.
            if (bad && !selection.among.empty()) {
                nodes.insert(nodes.end(), selection.among.begin(), selection.among.end());
                nodes = sides::in_collected_order(nodes, where);
            }
            if (!whole) spec.side.selection = sides::isolated_selection(spec.side.selection, nodes, where);
            auto& arguments = spec.side.selection.options;
            arguments.push_back("--maxfail=0");
            // pytest-cov would take the trace function for its own.
            if (has_plugin(known, "pytest-cov")) arguments.push_back("--no-cov");
            if (has_plugin(known, "pytest-xdist") && !whole) arguments.push_back("-n0");
            if (seed_is_free) spec.side.environ["PYTHONHASHSEED"] = again ? (bad ? "2" : "3") : "1";
            spec.phase = Phase::observe;
            spec.from = bad ? SideName::bad : SideName::good;
            spec.observe = trace.dump();
            spec.reason = again                ? "what differs between two sessions of one side means nothing"
                          : whole              ? "failing tests among all others, traced"
                          : selection.together ? "failing tests after what makes them fail, traced"
                                               : "failing tests, traced";
            specs.push_back(std::move(spec));
        }
    return specs;
}

}  // namespace testskew::trace
