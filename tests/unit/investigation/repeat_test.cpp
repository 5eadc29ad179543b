#include "investigation/repeat.hpp"

#include "catch.hpp"
#include "compare/compare.hpp"
#include "support/scripted_runner.hpp"

using namespace testskew;
using namespace testskew::investigation;
using namespace testskew::support;

namespace {

const std::vector<std::string> tests = {"test_a.py::one", "test_a.py::two", "test_a.py::three"};

/// Whole sessions fail as `whole` says, and sessions of the failing tests alone fail as `alone` says. Both functions
/// get the number of the session of that side and kind, which begins at 0.
struct Case {
    using Says = std::function<bool(const std::string& id, bool bad, int number)>;
    ScriptedRunner runner;
    sides::SidePair sides{side_with("ci", {{"six", "1.17"}}), side_with("local", {{"six", "1.16"}})};
    std::map<std::pair<bool, bool>, int> numbers;

    Case(Says whole, Says alone) {
        runner.answer = [this, whole, alone](const runner::SessionSpec& spec) {
            const bool bad = spec.side.name == "ci", is_alone = !spec.side.selection.targets.empty();
            const int number = numbers[{bad, is_alone}]++;
            return recorded(recording_of(
                spec.side, tests, [&](const std::string& id) { return (is_alone ? alone : whole)(id, bad, number); }));
        };
    }
    Base run(Repeated which = Repeated::not_attributed) {
        Base base = run_base(runner, sides);
        repeat_failures(runner, sides, which, base);
        return base;
    }
};

bool first(const std::string& id) { return id == tests[0]; }

}  // namespace

TEST_CASE("a failure on both sides is looked at again, its tests alone") {
    const auto fails = [](const std::string& id, bool, int) { return first(id); };
    Case c(fails, fails);
    const Base base = c.run();
    REQUIRE(base.comparison.clusters.size() == 1);
    const Cluster& cluster = base.comparison.clusters[0];
    CHECK(cluster.kind == ClusterKind::common);
    CHECK(cluster.repetition.failed_bad == 3);
    CHECK(cluster.repetition.sessions_bad == 3);
    CHECK(cluster.repetition.failed_good == 3);
    CHECK(cluster.repetition.sessions_good == 3);
    CHECK_FALSE(cluster.repetition.differs_alone);
    REQUIRE(c.runner.asked.size() == 6);
    CHECK(c.runner.asked[2].phase == Phase::repeat);
    CHECK(c.runner.asked[2].side.selection.targets == std::vector<std::string>{tests[0]});
    CHECK(base.sessions.size() == 6);
}

TEST_CASE("a test that fails at random and failed on both sides at first is flaky, with its counts") {
    const auto whole = [](const std::string& id, bool, int) { return first(id); };
    const auto alone = [](const std::string& id, bool bad, int number) { return first(id) && bad && number == 1; };
    Case c(whole, alone);
    const Base base = c.run();
    REQUIRE(base.comparison.clusters.size() == 1);
    CHECK(base.comparison.clusters[0].kind == ClusterKind::flaky);
    CHECK(base.comparison.clusters[0].repetition.failed_bad == 3);  // 2 in whole sessions, and 1 of 2 alone
    CHECK(base.comparison.clusters[0].repetition.sessions_bad == 4);
}

TEST_CASE("a test that failed only on the good side is flaky if it does not fail there again") {
    const auto whole = [](const std::string& id, bool bad, int number) { return first(id) && !bad && number == 0; };
    const auto alone = [](const std::string&, bool, int) { return false; };
    Case c(whole, alone);
    const Base base = c.run();
    REQUIRE(base.comparison.clusters.size() == 1);
    CHECK(base.comparison.clusters[0].kind == ClusterKind::flaky);
}

TEST_CASE("a test that did other alone than twice among all tests, and then not a third time, is flaky") {
    const auto whole = [](const std::string& id, bool bad, int number) { return first(id) && !bad && number < 2; };
    const auto alone = [](const std::string&, bool, int) { return false; };
    Case c(whole, alone);
    const Base base = c.run();
    REQUIRE(base.comparison.clusters.size() == 1);
    CHECK(base.comparison.clusters[0].kind == ClusterKind::flaky);
    CHECK(base.comparison.clusters[0].repetition.failed_good == 2);
}

TEST_CASE("what passes alone and fails among all tests again and again is not flaky") {
    const auto whole = [](const std::string& id, bool, int) { return first(id); };
    const auto alone = [](const std::string&, bool, int) { return false; };
    Case c(whole, alone);
    const Base base = c.run();
    REQUIRE(base.comparison.clusters.size() == 1);
    const Cluster& cluster = base.comparison.clusters[0];
    CHECK(cluster.kind == ClusterKind::common);
    CHECK(cluster.repetition.differs_alone);
    CHECK(cluster.repetition.failed_bad == 3);
    CHECK(cluster.repetition.sessions_bad == 3);
    CHECK(c.runner.asked.back().side.selection.targets.empty());
}

TEST_CASE("flaky tests are taken out of the cluster of those that are not") {
    const auto whole = [](const std::string& id, bool, int) { return id != tests[2]; };
    const auto alone = [](const std::string& id, bool, int number) { return first(id) || number == 0; };
    Case c(whole, alone);
    const Base base = c.run();
    REQUIRE(base.comparison.clusters.size() == 2);
    CHECK(base.comparison.clusters[0].kind == ClusterKind::common);
    REQUIRE(base.comparison.clusters[0].tests.size() == 1);
    CHECK(base.comparison.clusters[0].tests[0].id == tests[0]);
    CHECK(base.comparison.clusters[1].kind == ClusterKind::flaky);
    CHECK(base.comparison.clusters[1].tests[0].id == tests[1]);
    CHECK(base.comparison.clusters[0].id != base.comparison.clusters[1].id);

    SECTION("which is known again after the recordings are compared anew") {
        Comparison again = compare::compare(base.bad, base.good);
        REQUIRE(again.clusters.size() == 1);
        keep_repetitions(base.comparison, again);
        REQUIRE(again.clusters.size() == 2);
        CHECK(again.clusters[0].repetition.sessions_bad == 3);
        CHECK(again.clusters[0].tests[0].id == tests[0]);
        CHECK(again.clusters[1].kind == ClusterKind::flaky);
        CHECK(again.clusters[1].id == base.comparison.clusters[1].id);
        CHECK(again.clusters[1].tests[0].id == tests[1]);
    }
}

TEST_CASE("a difference that an attribution looks into is repeated by that, else here") {
    const auto fails = [](const std::string& id, bool bad, int) { return first(id) && bad; };
    Case attributed(fails, fails), compared(fails, fails);
    CHECK(attributed.run().sessions.size() == 2);
    const Base base = compared.run(Repeated::all);
    CHECK(base.sessions.size() == 6);
    CHECK(base.comparison.clusters.at(0).kind == ClusterKind::regression);
    CHECK(base.comparison.clusters.at(0).repetition.failed_bad == 3);
    CHECK(base.comparison.clusters.at(0).repetition.failed_good == 0);
    CHECK(base.comparison.clusters.at(0).repetition.sessions_good == 3);
}

TEST_CASE("tests that timed out are not run again") {
    const auto fails = [](const std::string& id, bool, int) { return first(id); };
    Case c(fails, fails);
    Base base = run_base(c.runner, c.sides);
    base.comparison.clusters.at(0).tests.at(0).bad = Outcome::timed_out;
    repeat_failures(c.runner, c.sides, Repeated::all, base);
    CHECK(base.sessions.size() == 2);
    CHECK_FALSE(base.comparison.clusters.at(0).repetition.done());
}
