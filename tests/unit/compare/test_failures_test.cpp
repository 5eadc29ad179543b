#include "compare/test_failures.hpp"

#include "build.hpp"
#include "catch.hpp"

using namespace testskew;
using namespace testskew::build;

namespace {

const std::string id = "tests/t.py::t";

PhaseRecord failed(TestPhase phase, const std::string& type, std::vector<std::string> subtests = {}) {
    PhaseRecord record;
    record.phase = phase, record.outcome = PhaseOutcome::failed, record.subtests = std::move(subtests);
    if (!type.empty()) record.chain = {raised(type, "", {project("app.py", "f", "x")})};
    return record;
}

std::vector<std::string> types(const TestRecord& record) {
    std::vector<std::string> result;
    for (const auto& each : compare::failures(record)) result.push_back(each.failure.type);
    return result;
}

}  // namespace

TEST_CASE("failures come in the order in which they stand for the test") {
    TestRecord t = test(id, Outcome::error);
    t.phases = {failed(TestPhase::teardown, "OSError"), failed(TestPhase::call, "KeyError"),
                failed(TestPhase::call, "ValueError", {"m"}), failed(TestPhase::setup, "TypeError")};
    CHECK(types(t) == std::vector<std::string>{"TypeError", "ValueError", "KeyError", "OSError"});
    CHECK(compare::first_failure(t, true)->failure.type == "TypeError");
    CHECK(compare::first_failure(t, false)->fingerprint == compare::failures(t)[0].fingerprint);
    CHECK(compare::first_failure(t, false)->failure.type.empty());
}

TEST_CASE("where no line of the project failed, the place is where the test is defined") {
    TestRecord t = test("tests/t.py::TestA::t[a::b]", Outcome::error);
    PhaseRecord phase = failed(TestPhase::setup, "");
    phase.chain = {raised("_pytest.fixtures.FixtureLookupError", "fixture 'x' not found", {})};
    phase.path = "tests/t.py", phase.line = 7;
    t.phases = {phase};
    const Failure failure = compare::failures(t)[0].failure;
    CHECK(failure.path == "tests/t.py");
    CHECK(failure.line == 7);
    CHECK(failure.function == "t");
    t.phases[0].chain = {raised("KeyError", "", {project("app.py", "f", "x")})};
    CHECK(compare::failures(t)[0].failure.path == "app.py");
}

TEST_CASE("a crash and a time-out are the test's id") {
    const auto crashed = compare::failures(test(id, Outcome::crashed)),
               late = compare::failures(test(id, Outcome::timed_out));
    REQUIRE(crashed.size() == 1);
    CHECK(crashed[0].fingerprint.text == "crashed in " + id + "\n");
    CHECK(late.at(0).fingerprint.text == "timed out in " + id + "\n");
    CHECK_FALSE(crashed[0].fingerprint == compare::failures(test("t.py::u", Outcome::crashed))[0].fingerprint);
    TestRecord also = test(id, Outcome::crashed);
    also.phases = {failed(TestPhase::call, "KeyError"), failed(TestPhase::unknown, "")};
    CHECK(compare::failures(also).size() == 2);
    CHECK(compare::first_failure(also, true)->fingerprint == crashed[0].fingerprint);
}

TEST_CASE("a test that did not fail has no failure, and one that failed without a word has one") {
    for (const Outcome o : {Outcome::passed, Outcome::skipped, Outcome::xfailed, Outcome::xpassed, Outcome::not_run}) {
        CHECK(compare::failures(test(id, o)).empty());
        CHECK_FALSE(compare::first_failure(test(id, o), true));
    }
    TestRecord silent = test(id, Outcome::failed);
    silent.phases.clear();
    CHECK_THAT(compare::failures(silent).at(0).failure.message, ContainsSubstring("does not say how"));
}

TEST_CASE("a text alone is its identifiers and the test's id") {
    TestRecord t = test(id, Outcome::failed);
    t.phases = {failed(TestPhase::call, "")};
    t.phases[0].message = "[XPASS(strict)] see issue_12";
    const auto found = compare::failures(t).at(0);
    CHECK(found.failure.message == t.phases[0].message);
    CHECK(found.fingerprint.text == "failed without an exception\nnames issue_#\nin " + id + "\n");
}

TEST_CASE("pytest's own line stands beside the exception if it says something else") {
    TestRecord t = test(id, Outcome::failed);
    t.phases = {failed(TestPhase::call, "AssertionError")};
    t.phases[0].message = "assert 1 == 2";
    CHECK(compare::failures(t).at(0).failure.assertion == "assert 1 == 2");
    t.phases[0].chain[0].message = "assert 1 == 2";
    CHECK(compare::failures(t).at(0).failure.assertion.empty());
}
