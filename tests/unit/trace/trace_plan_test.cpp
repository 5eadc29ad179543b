#include "trace/trace_plan.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "support/scripted_runner.hpp"

using namespace testskew;
using namespace testskew::trace;
using support::recording_of;
using support::side_with;

namespace {

Cluster cluster(int id, std::vector<std::string> tests, ClusterKind kind = ClusterKind::regression) {
    Cluster result;
    result.id = id;
    result.kind = kind;
    for (auto& test : tests) result.tests.push_back({std::move(test)});
    return result;
}

/// Sessions of a side in which these tests pass and nothing else runs.
Recording passing(const std::vector<std::string>& tests) {
    return recording_of({}, tests, [](const std::string&) { return false; });
}

struct Sessions {
    sides::SidePair sides{side_with("ci", {}), side_with("local", {})};
    Recording bad, good;
    TracePlan plan{{{1, "test_a.py::fails"}}, {"test_a.py::passes"}, {}};
    std::vector<runner::SessionSpec> specs(bool whole = false, const std::vector<std::string>& among = {}) {
        return specs_of(plan, sides, {bad, good}, "/project", "key", {whole, among});
    }
};

bool has(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("the first and the last test of each regression are traced, and no other cluster's") {
    Comparison comparison;
    comparison.clusters = {cluster(1, {"a::1", "a::2", "a::3"}), cluster(2, {"b::1"}),
                           cluster(3, {"c::1"}, ClusterKind::reverse)};
    const auto none = passing({});
    const auto plan = plan_of(comparison, {none, none});
    const std::vector<std::pair<int, std::string>> expected = {{1, "a::1"}, {2, "b::1"}, {1, "a::3"}};
    CHECK(plan.failing == expected);
    CHECK(plan.ids() == std::vector<std::string>{"a::1", "b::1", "a::3"});
}

TEST_CASE("a cluster that was traced before gives no test") {
    Comparison comparison;
    comparison.clusters = {cluster(1, {"a::1"}), cluster(2, {"b::1"})};
    const auto none = passing({});
    CHECK(plan_of(comparison, {none, none}, {1}).ids() == std::vector<std::string>{"b::1"});
    CHECK(plan_of(comparison, {none, none}, {1, 2}).failing.empty());
}

TEST_CASE("with many clusters each gives one test before any gives two, and forty are the most") {
    Comparison comparison;
    for (int i = 1; i <= 30; ++i) comparison.clusters.push_back(cluster(i, {"x::1", "x::2"}));
    const auto none = passing({});
    const auto plan = plan_of(comparison, {none, none});
    REQUIRE(plan.failing.size() == 40);
    CHECK(plan.failing[29].first == 30);
    CHECK(plan.failing[30].first == 1);
    CHECK(plan.failing[30].second == "x::2");
    CHECK(plan.untraced.empty());
    for (int i = 31; i <= 42; ++i) comparison.clusters.push_back(cluster(i, {"x::1", "x::2"}));
    CHECK(plan_of(comparison, {none, none}).untraced == std::vector<int>{41, 42});
}

TEST_CASE("two thirds of the passing tests come from the failing ones' files, none is slow or of one side") {
    Comparison comparison;
    comparison.clusters = {cluster(1, {"near.py::fails"})};
    std::vector<std::string> tests = {"near.py::slow", "near.py::one_side"};
    for (int i = 0; i < 50; ++i) tests.push_back("near.py::t" + std::to_string(i));
    for (int i = 0; i < 50; ++i) tests.push_back("far.py::t" + std::to_string(i));
    auto bad = passing(tests), good = bad;
    good.tests[0].seconds = 3;
    good.tests[1].outcome = Outcome::skipped;
    const auto plan = plan_of(comparison, {bad, good});
    CHECK(plan.passing.size() == 30);
    CHECK(std::count_if(plan.passing.begin(), plan.passing.end(),
                        [](const auto& id) { return id.rfind("near.py", 0) == 0; }) == 20);
    CHECK_FALSE(has(plan.passing, "near.py::slow"));
    CHECK_FALSE(has(plan.passing, "near.py::one_side"));
    CHECK(plan.passing.front() == "near.py::t0");
}

TEST_CASE("nothing that passes is traced if nothing that fails is") {
    const auto some = passing({"a::1"});
    CHECK(plan_of({}, {some, some}).passing.empty());
}

TEST_CASE("a plan is four sessions: each side, and each again with another hash seed") {
    Sessions s;
    const auto specs = s.specs();
    REQUIRE(specs.size() == 4);
    std::vector<std::string> told;
    for (const auto& spec : specs) told.push_back(to_string(spec.from) + " " + spec.side.environ.at("PYTHONHASHSEED"));
    CHECK(told == std::vector<std::string>{"bad 1", "good 1", "bad 2", "good 3"});
    for (const auto& spec : specs) {
        CHECK(spec.phase == Phase::observe);
        CHECK(spec.side.selection.targets == s.plan.ids());
        CHECK(has(spec.side.selection.options, "--maxfail=0"));
        CHECK_FALSE(has(spec.side.selection.options, "--no-cov"));
        const auto trace = nlohmann::json::parse(spec.observe).at("trace");
        CHECK(trace.at("tests").get<std::vector<std::string>>() == s.plan.ids());
        CHECK(trace.at("key").get<std::string>() == "key");
    }
}

TEST_CASE("a failure that needs other tests is traced after these on the bad side, and alone on the good one") {
    Sessions s;
    s.bad.selected = {"test_0.py::first", "test_a.py::passes", "test_a.py::fails"};
    const auto specs = s.specs(true, {"test_0.py"});
    CHECK(specs[0].side.selection.targets ==
          std::vector<std::string>{"test_0.py", "test_a.py::passes", "test_a.py::fails"});
    CHECK(specs[1].side.selection.targets == s.plan.ids());
    CHECK(specs[0].reason == "failing tests after what makes them fail, traced");
}

TEST_CASE("sides with different hash seeds keep them, as the failure may follow the seed") {
    Sessions s;
    s.sides.bad.environ["PYTHONHASHSEED"] = "0";
    const auto specs = s.specs();
    CHECK(specs[0].side.environ.at("PYTHONHASHSEED") == "0");
    CHECK(specs[2].side.environ.at("PYTHONHASHSEED") == "0");
    CHECK(specs[1].side.environ.count("PYTHONHASHSEED") == 0);
    s.sides.good.environ["PYTHONHASHSEED"] = "0";
    CHECK(s.specs()[0].side.environ.at("PYTHONHASHSEED") == "1");
}

TEST_CASE("plugins that would take the trace for themselves are switched off on the side that has them") {
    Sessions s;
    s.bad.plugins = {"pytest-cov 5.0", "pytest-xdist 3.6"};
    auto specs = s.specs();
    CHECK(has(specs[0].side.selection.options, "--no-cov"));
    CHECK(has(specs[0].side.selection.options, "-n0"));
    CHECK_FALSE(has(specs[1].side.selection.options, "--no-cov"));
    specs = s.specs(true);  // in whole sessions, xdist stays on
    CHECK(has(specs[0].side.selection.options, "--no-cov"));
    CHECK_FALSE(has(specs[0].side.selection.options, "-n0"));
    CHECK(specs[0].side.selection.targets.empty());
}
