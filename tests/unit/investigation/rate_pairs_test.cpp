#include "investigation/rate_pairs.hpp"

#include <map>
#include <set>

#include "catch.hpp"
#include "investigation/repeat.hpp"
#include "support/scripted_runner.hpp"

using namespace testskew;
using namespace testskew::investigation;
using namespace testskew::support;

namespace {

const std::vector<std::string> tests = {"test_a.py::one", "test_a.py::two"};

/// A test that fails on the bad side alone in the first pair of sessions, and then as `fails` says of the side and the
/// number of the environment.
struct Case {
    using Says = std::function<bool(bool bad, int copy)>;
    ScriptedRunner runner;
    sides::SidePair sides{side_with("ci", {{"six", "1.17"}}), side_with("local", {{"six", "1.16"}})};
    Base base;
    RateComparison rates;

    explicit Case(Says fails) {
        bool first = true;
        runner.answer = [this, first](const runner::SessionSpec& spec) mutable {
            const bool fails_at_first = std::exchange(first, false);
            return recorded(recording_of(spec.side, tests,
                                         [&](const std::string& id) { return id == tests[0] && fails_at_first; }));
        };
        base = run_base(runner, sides);
        runner.asked.clear();
        runner.answer = [this, fails](const runner::SessionSpec& spec) {
            return recorded(recording_of(spec.side, tests, [&](const std::string& id) {
                return id == tests[0] && fails(spec.from == SideName::bad, spec.side.copy);
            }));
        };
    }
    void run(double budget = 1000) {
        run_rate_pairs(runner, sides, base.comparison.clusters, std::chrono::duration<double>(budget), base, rates);
    }
};

}  // namespace

TEST_CASE("pairs are run until the rates are shown to differ") {
    Case c([](bool bad, int copy) { return bad && copy % 2 == 0; });
    c.run();
    CHECK(c.rates.shown);
    CHECK(c.rates.stopped == ObstacleKind::none);
    CHECK(c.rates.bad.failed == 7);
    CHECK(c.rates.bad.sessions == 13);
    CHECK(c.rates.good.failed == 0);
    CHECK(c.rates.good.sessions == 13);
    CHECK(c.rates.bad.low > 0.1);
    CHECK(c.runner.asked.size() == 26);
    CHECK(c.base.sessions.size() == 28);
    CHECK_FALSE(c.rates.alone);
}

TEST_CASE("each pair of sessions is balanced, has environments of its own, and either side may begin") {
    Case c([](bool, int copy) { return copy % 2 == 0; });
    c.run(40);
    std::map<int, std::set<SideName>> sides;
    std::set<SideName> first;
    for (std::size_t i = 0; i < c.runner.asked.size(); ++i) {
        const auto& spec = c.runner.asked[i];
        sides[spec.side.copy].insert(spec.from);
        CHECK(spec.phase == Phase::repeat);
        if (i % 2 == 0) first.insert(spec.from);
    }
    CHECK(sides.size() * 2 == c.runner.asked.size());
    for (const auto& [copy, both] : sides) CHECK(both.size() == 2);
    CHECK(first.size() == 2);
    CHECK_FALSE(c.rates.shown);
    CHECK(c.rates.stopped == ObstacleKind::budget_spent);
}

TEST_CASE("what was counted is gone on with, and begun anew once the files have changed") {
    Case c([](bool bad, int) { return bad; });
    c.run(4.5);
    CHECK(c.rates.bad.sessions == 3);
    CHECK(c.rates.stopped == ObstacleKind::budget_spent);
    c.run();
    CHECK(c.rates.shown);
    CHECK(c.rates.bad.sessions == 7);
    CHECK(c.runner.asked.back().side.copy == 6);
    c.rates.digest = "of something else";
    c.run(0.5);
    CHECK(c.rates.bad.sessions == 1);
}

TEST_CASE("the failing tests run on their own only if the failure was seen so") {
    Case c([](bool bad, int) { return bad; });
    c.base.comparison.clusters[0].repetition.failed_alone = 1;
    c.run();
    CHECK(c.rates.alone);
    CHECK(c.runner.asked[0].side.selection.targets == std::vector<std::string>{tests[0]});
    CHECK(c.rates.shown);
}

TEST_CASE("sessions without any result end it soon") {
    Case c([](bool, int) { return false; });
    c.runner.answer = [](const runner::SessionSpec&) { return not_built("no wheel", {"six"}); };
    c.run();
    CHECK(c.rates.stopped == ObstacleKind::failed);
    CHECK(c.rates.lost == 3);
    CHECK(c.rates.bad.sessions == 0);
}

TEST_CASE("a file that is edited, and an index that is out of reach, end it") {
    Case edited([](bool bad, int) { return bad; });
    edited.runner.files().edit = "app.py was edited";
    edited.run();
    CHECK(edited.rates.stopped == ObstacleKind::files_changed);
    CHECK(edited.rates.bad.sessions == 0);

    Case offline([](bool, int) { return false; });
    offline.runner.answer = [](const runner::SessionSpec&) { return not_built("no network", {}, true); };
    offline.run();
    CHECK(offline.rates.stopped == ObstacleKind::no_index);
}

TEST_CASE("no more than 200 pairs are run") {
    Case c([](bool, int) { return false; });
    c.run(100'000);
    CHECK(c.rates.bad.sessions == most_rate_pairs);
    CHECK(c.rates.stopped == ObstacleKind::many_sessions);
}

TEST_CASE("the rates stay with their failure when a run is gone on with") {
    Case c([](bool bad, int) { return bad; });
    c.run();
    Comparison earlier = c.base.comparison, again = c.base.comparison;
    earlier.clusters[0].rate = c.rates;
    keep_repetitions(earlier, again);
    REQUIRE(again.clusters[0].rate);
    CHECK(again.clusters[0].rate->shown);
}
