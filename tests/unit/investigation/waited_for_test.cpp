#include "investigation/waited_for.hpp"

#include "catch.hpp"
#include "compare/compare.hpp"

using namespace testskew;
using namespace testskew::investigation;

namespace {

TestRecord test(const char* id, double seconds, bool fails = false) {
    TestRecord record;
    record.id = id;
    record.seconds = seconds;
    record.outcome = fails ? Outcome::failed : Outcome::passed;
    if (fails) {
        PhaseRecord call;
        call.phase = TestPhase::call;
        call.outcome = PhaseOutcome::failed;
        call.message = "E";
        record.phases = {call};
    }
    return record;
}

/// Four tests, of which the second one fails on the bad side.
Base base() {
    Base base;
    for (auto* recording : {&base.bad, &base.good}) {
        recording->complete = true;
        recording->selected = {"a.py::one", "a.py::two", "b.py::three", "b.py::four"};
        recording->tests = {test("a.py::one", 1), test("a.py::two", 2, recording == &base.bad), test("b.py::three", 4),
                            test("b.py::four", 8)};
    }
    base.comparison = compare::compare(base.bad, base.good);
    return base;
}

}  // namespace

TEST_CASE("the tests that failed are waited for, and what comes after them takes its time in vain") {
    const Base of = base();
    REQUIRE(of.comparison.clusters.size() == 1);
    const auto ids = waited_for(of);
    CHECK(ids == std::vector<std::string>{"a.py::two"});
    CHECK(seconds_after(of.bad, ids) == 12);
    CHECK(seconds_after(of.bad, std::nullopt) == 0);
}

TEST_CASE("nothing is waited for if all failures are those of collecting") {
    Base of = base();
    of.comparison.clusters.front().tests.front().id = "a.py";
    CHECK(waited_for(of) == std::vector<std::string>{});
    CHECK(seconds_after(of.bad, waited_for(of)) == 15);
}

TEST_CASE("sessions run to their end if a test has another name than it was selected by, or a session failed whole") {
    Base of = base();
    of.bad.selected = of.good.selected = {"a.py::one"};
    CHECK_FALSE(waited_for(of));
    of = base();
    of.bad.tests.clear();
    of.bad.usage_error = "unrecognized arguments";
    CHECK_FALSE(waited_for(of));
}
