#include "recording/test_state.hpp"

#include "catch.hpp"
#include "recording/test_table.hpp"

using namespace testskew;
using namespace testskew::recording;

namespace {

PhaseRecord phase(const std::string& when, const std::string& outcome, const std::string& message = "") {
    PhaseRecord record;
    record.phase = from_string<TestPhase>(when), record.outcome = from_string<PhaseOutcome>(outcome),
    record.message = message, record.seconds = 0.5;
    return record;
}

PhaseRecord with_chain(PhaseRecord record, const std::string& type) {
    record.chain.emplace_back().type = type;
    return record;
}

TestState started(std::vector<PhaseRecord> phases = {}) {
    TestState state;
    state.started = true;
    for (auto& each : phases) state.add(std::move(each), false, false);
    return state;
}

}  // namespace

TEST_CASE("only phases that say more than passed are kept, and all times count but those of subtests") {
    auto state = started({phase("setup", "passed"), phase("call", "failed"), phase("teardown", "passed")});
    state.add(phase("call", "failed"), false, true);
    CHECK(state.phases.size() == 2);
    CHECK(state.seconds == 1.5);
}

TEST_CASE("how the session ended decides of a test that did not end") {
    const auto unfinished = started({phase("setup", "passed")});
    CHECK(unfinished.outcome({false, false}) == Outcome::not_run);
    CHECK(unfinished.outcome({false, true}) == Outcome::crashed);
    CHECK(unfinished.outcome({true, false}) == Outcome::timed_out);
    CHECK(unfinished.outcome({true, true}) == Outcome::timed_out);
    const auto ended = started({phase("call", "passed"), phase("teardown", "passed")});
    CHECK(ended.outcome({true, true}) == Outcome::passed);
    CHECK(started({phase("call", "failed")}).outcome({true, true}) == Outcome::failed);
    CHECK(TestState().outcome({true, true}) == Outcome::not_run);
}

TEST_CASE("a rerun forgets the attempt before it, but not the worker") {
    auto state = started({phase("call", "rerun", "first"), phase("teardown", "passed")});
    state.worker = "gw1";
    state.add(phase("setup", "passed"), false, false);
    CHECK(state.phases.empty());
    CHECK(state.reruns == 1);
    CHECK(state.worker == "gw1");
    CHECK_FALSE(state.torn_down);
    CHECK(state.seconds == 0.5);
}

TEST_CASE("a worker's traceback comes to the controller's phase of the same name and outcome") {
    auto controller = started({phase("call", "failed"), phase("teardown", "failed")});
    auto worker = started(
        {with_chain(phase("call", "failed", "told"), "KeyError"), with_chain(phase("teardown", "passed"), "OSError")});
    worker.worker = "gw0";
    const auto both = joined(controller, worker);
    REQUIRE(both.phases.size() == 2);
    CHECK(both.phases[0].chain.at(0).type == "KeyError");
    CHECK(both.phases[0].message == "told");
    CHECK(both.phases[1].chain.empty());
    CHECK(both.worker == "gw0");
}

TEST_CASE("a controller that knows only that a test began leaves it to the worker") {
    auto worker = started({with_chain(phase("call", "failed"), "KeyError")});
    CHECK(joined(started(), worker).outcome({}) == Outcome::failed);
    CHECK(joined(TestState(), worker).phases.size() == 1);
    TestState crashed;
    crashed.crashed = true;
    CHECK(joined(crashed, started()).outcome({}) == Outcome::crashed);
}

TEST_CASE("the table keeps tests in the order in which they are first named") {
    TestTable table;
    table.start("b", "");
    table.phase("a", phase("call", "passed"), "gw2", false, false);
    table.mention("c");
    table.phase("b", phase("call", "failed"), "", false, false);
    ServerException hidden;
    hidden.hook = "logging";
    table.server_exception("a", hidden);
    const auto tests = table.finish({});
    REQUIRE(tests.size() == 3);
    CHECK(tests[0].id == "b");
    CHECK(tests[0].outcome == Outcome::failed);
    CHECK(tests[1].id == "a");
    CHECK(tests[1].worker == "gw2");
    CHECK(tests[1].server_exceptions.size() == 1);
    CHECK(tests[2].outcome == Outcome::not_run);
    CHECK(table.finish({}).empty());
}

TEST_CASE("lines of a worker's file belong to that worker") {
    TestTable table;
    table.set_worker("gw3");
    table.start("a", "");
    table.phase("a", phase("call", "passed"), "", false, false);
    const auto tests = table.finish({});
    CHECK(tests.at(0).worker == "gw3");
    CHECK(tests.at(0).outcome == Outcome::passed);
}
