#include "compare/collect_runs.hpp"

#include <algorithm>
#include <thread>

#include "build.hpp"
#include "catch.hpp"
#include "model/node_id.hpp"

using namespace testskew;
using compare::RunCollector;

namespace {

const ExceptionChain value_error = {build::raised("ValueError", "no", {build::project("a.py", "f", "raise E")})};
const ExceptionChain key_error = {build::raised("KeyError", "'k'", {build::project("a.py", "g", "d['k']")})};

RecordingOutline outline(std::vector<TestRecord> tests, std::vector<std::string> passed = {}) {
    RecordingOutline result;
    result.rest = build::session("p", std::move(tests));
    result.rest.started = "2026-01-01T00:00:00Z";
    result.passed = std::move(passed);
    return result;
}

MatrixInput collected(const std::vector<RecordingOutline>& recordings) {
    RunCollector collector;
    for (std::size_t i = 0; i < recordings.size(); ++i)
        collector.add(i, {"leg" + std::to_string(i), "", 0}, {recordings[i]});
    return collector.take();
}

/// What came of a test in a run, by its id.
RunOutcome outcome_of(const MatrixInput& input, const MatrixRun& run, const std::string& id) {
    const auto at = std::find(input.tests.begin(), input.tests.end(), id);
    const auto number = static_cast<std::size_t>(at - input.tests.begin());
    return number < run.outcomes.size() ? run.outcomes[number] : RunOutcome::absent;
}

std::pair<Outcome, int> count(Outcome outcome, int tests) { return {outcome, tests}; }

}  // namespace

TEST_CASE("each test has its outcome in each session, whichever knew it first") {
    RecordingOutline first =
        outline({build::test("b", Outcome::failed, value_error), build::test("c", Outcome::skipped)}, {"a"});
    first.rest.deselected = {"d"};
    const auto input = collected({first, outline({build::test("a", Outcome::error, key_error)}, {"e", "b"})});
    REQUIRE(input.runs.size() == 2);
    CHECK(outcome_of(input, input.runs[0], "a") == RunOutcome::passed);
    CHECK(outcome_of(input, input.runs[0], "b") == RunOutcome::failed);
    CHECK(outcome_of(input, input.runs[0], "c") == RunOutcome::nothing);
    CHECK(outcome_of(input, input.runs[0], "d") == RunOutcome::nothing);
    CHECK(outcome_of(input, input.runs[0], "e") == RunOutcome::absent);
    CHECK(outcome_of(input, input.runs[1], "a") == RunOutcome::failed);
    CHECK(outcome_of(input, input.runs[1], "b") == RunOutcome::passed);
    CHECK(outcome_of(input, input.runs[1], "c") == RunOutcome::absent);
    CHECK(outcome_of(input, input.runs[1], "e") == RunOutcome::passed);
}

TEST_CASE("the same failure in two legs is there once, and another one is another") {
    const auto input = collected({outline({build::test("a", Outcome::failed, value_error)}),
                                  outline({build::test("a", Outcome::failed, value_error)}),
                                  outline({build::test("a", Outcome::failed, key_error)})});
    REQUIRE(input.failures.size() == 2);
    REQUIRE(input.runs[0].failed_tests.size() == 1);
    CHECK(input.runs[0].failed_tests == input.runs[1].failed_tests);
    CHECK(input.runs[2].failed_tests[0].failure != input.runs[0].failed_tests[0].failure);
    CHECK(input.failures[input.runs[2].failed_tests[0].failure].error.type == "KeyError");
    CHECK(input.tests[input.runs[0].failed_tests[0].subject] == "a");
}

TEST_CASE("tests that are only named are counted with the others, in pytest's order") {
    const auto counts = [](const RecordingOutline& one) { return collected({one}).runs[0].counts; };
    CHECK(counts(outline({}, {"a", "b"})) == OutcomeCounts{count(Outcome::passed, 2)});
    CHECK(
        counts(outline({build::test("c", Outcome::failed, value_error), build::test("d", Outcome::skipped)}, {"a"})) ==
        OutcomeCounts{count(Outcome::failed, 1), count(Outcome::passed, 1), count(Outcome::skipped, 1)});
    CHECK(counts(outline({build::test("c", Outcome::passed), build::test("d", Outcome::skipped)}, {"a"})) ==
          OutcomeCounts{count(Outcome::passed, 2), count(Outcome::skipped, 1)});
}

TEST_CASE("what could not be collected, and a session that did not start, are failures of nodes") {
    RecordingOutline broken = outline({}, {"b.py::b"});
    broken.rest.collection = {build::not_collected("a.py", key_error)};
    RecordingOutline usage = outline({});
    usage.rest.usage_error = "unrecognized arguments: --x";
    RecordingOutline ran = usage;
    ran.passed = {"b.py::b"};
    const auto input = collected({broken, usage, ran});
    REQUIRE(input.runs[0].failed_nodes.size() == 1);
    CHECK(input.nodes[input.runs[0].failed_nodes[0].subject] == "a.py");
    REQUIRE(input.runs[1].failed_nodes.size() == 1);
    CHECK(input.nodes[input.runs[1].failed_nodes[0].subject] == whole_session_id);
    CHECK(input.runs[2].failed_nodes.empty());  // its tests ran
}

TEST_CASE("modules have the same numbers in every run, in order") {
    RecordingOutline one = outline({}), other = outline({});
    one.rest.modules = {"a.py", "b.py"}, other.rest.modules = {"b.py", "a.py"};
    const auto input = collected({one, other});
    CHECK(input.runs[0].modules == input.runs[1].modules);
    CHECK(input.nodes == std::vector<std::string>{"a.py", "b.py"});
}

TEST_CASE("sessions of one file have a number in their names, and copies one identity") {
    RunCollector collector;
    const RecordingOutline session = outline({}, {"a"});
    RecordingOutline nameless = session;
    nameless.rest.started.clear();
    collector.add(0, {"leg", "leg.jsonl", 0}, {session, session});
    collector.add(1, {"copy", "copy.jsonl", 0}, {session});
    collector.add(2, {"one", "one.jsonl", 2}, {nameless});
    collector.add(3, {"none", "none.jsonl", 0}, {});
    const auto runs = collector.take().runs;
    REQUIRE(runs.size() == 4);
    CHECK(runs[0].name == "leg:1");
    CHECK(runs[1].file == "leg.jsonl:2");
    CHECK(runs[2].name == "copy");
    CHECK(runs[3].name == "one:2");
    CHECK(runs[3].session == 2);
    CHECK(runs[0].identity == runs[2].identity);
    CHECK(runs[0].identity != runs[1].identity);
    CHECK(runs[3].identity.empty());
}

TEST_CASE("what a session says of itself goes with its run") {
    RecordingOutline one = outline({}, {"a"});
    one.rest.facts = {{"git.head", "abc"}, {"environ.key", "k"}, {"timezone", "UTC"}};
    one.rest.machine = "m";
    CHECK_FALSE(collected({one}).runs[0].packages_told);
    one.rest.distributions = {{"attrs", "1"}};
    const auto run = collected({one}).runs[0];
    CHECK(run.commit == "abc");
    CHECK(run.machine == "m");
    CHECK(run.environ_key == "k");
    CHECK(run.packages_told);
    CHECK(std::any_of(run.facts.begin(), run.facts.end(), [](const LegFact& fact) { return fact.name == "timezone"; }));
}

TEST_CASE("recordings that threads add are taken in the order of their numbers") {
    RunCollector collector;
    std::vector<std::thread> threads;
    for (std::size_t i = 8; i-- > 0;)
        threads.emplace_back([&, i] {
            collector.add(i, {"leg" + std::to_string(i), "", 0}, {outline({}, {"test" + std::to_string(i)})});
        });
    for (auto& thread : threads) thread.join();
    const auto input = collector.take();
    REQUIRE(input.runs.size() == 8);
    for (std::size_t i = 0; i < 8; ++i) {
        CHECK(input.runs[i].name == "leg" + std::to_string(i));
        CHECK(input.tests[i] == "test" + std::to_string(i));
    }
}
