#include "compare/session_failures.hpp"

#include "build.hpp"
#include "catch.hpp"
#include "compare/index.hpp"

using namespace testskew;
using namespace testskew::build;

TEST_CASE("a session that ended before any test has failed as a whole, and says how") {
    const auto failure = [](auto change) {
        Recording r = session("ci", {});
        change(r);
        return compare::session_failure(r);
    };
    CHECK_FALSE(failure([](Recording&) {}));
    CHECK_FALSE(failure([](Recording& r) { r.exit_status = 5; }));  // there were no tests
    CHECK_FALSE(failure([](Recording& r) { r.complete = false, r.exit_status = 1; }));
    const auto usage = failure([](Recording& r) { r.usage_error = "unrecognized arguments: --cov_it"; });
    REQUIRE(usage);
    CHECK(usage->failure.type == "pytest.UsageError");
    CHECK(usage->failure.phase == TestPhase::session);
    CHECK_THAT(usage->fingerprint.text, ContainsSubstring("cov_it"));
    const auto slow = failure([](Recording& r) { r.timed_out = true; });
    REQUIRE(slow);
    CHECK_THAT(slow->failure.message, ContainsSubstring("in time"));
    const auto died = failure([](Recording& r) { r.signal = 11, r.out = "words\nFatal error in some_module\n"; });
    REQUIRE(died);
    CHECK(died->failure.message == "Fatal error in some_module");
    CHECK(failure([](Recording& r) { r.exit_status = 3, r.err = "last\n", r.out = "other"; })->failure.message ==
          "last");
    CHECK(failure([](Recording& r) { r.exit_status = 3; })->failure.message == "the session ended before any test ran");
    CHECK_FALSE(failure([](Recording& r) { r.exit_status = 2, r.collection.push_back(not_collected("a.py", {})); }));
    CHECK_FALSE(failure([](Recording& r) { r.exit_status = 1, r.tests = {test("a::t", Outcome::passed)}; }));
    CHECK(failure([](Recording& r) { r.exit_status = 1, r.tests = {test("a::t", Outcome::not_run)}; }));
}

TEST_CASE("without a traceback, pytest's own text says what keeps a module from being collected") {
    CollectRecord collect{"a.py",
                          CollectOutcome::failed,
                          {},
                          "a.py:1: in <module>\n    import x_y\nE   ModuleNotFoundError: No module named 'x_y'"};
    const auto found = compare::failure(collect);
    CHECK(found.failure.message == "ModuleNotFoundError: No module named 'x_y'");
    CHECK(found.failure.phase == TestPhase::collect);
    CHECK_THAT(found.fingerprint.text, ContainsSubstring("x_y"));
    CHECK_THAT(found.fingerprint.text, ContainsSubstring("in a.py"));
    collect.message = "no line is marked";
    CHECK(compare::failure(collect).failure.message == "no line is marked");
    collect.chain = {raised("KeyError", "'k'", {project("a.py", "<module>", "x[k]")})};
    CHECK(compare::failure(collect).failure.type == "KeyError");
}

TEST_CASE("an index answers of single tests") {
    Recording r = session("ci", {test("a.py::t", Outcome::passed)});
    r.deselected = {"a.py::u"};
    r.collection = {
        not_collected("b.py", {}), {"c", CollectOutcome::skipped, {}, ""}, {"d.py", CollectOutcome::passed, {}, ""}};
    const compare::RecordingIndex index(r);
    REQUIRE(index.test("a.py::t"));
    CHECK_FALSE(index.test("a.py::u"));
    CHECK(index.deselected("a.py::u"));
    CHECK_FALSE(index.deselected("a.py::t"));
    REQUIRE(index.collect_failure("b.py::x"));
    CHECK_FALSE(index.collect_failure("d.py::x"));
    CHECK(index.collect_skipped("c/t.py::x"));
    CHECK_FALSE(index.collect_skipped("b.py::x"));
    CHECK_FALSE(index.session_failure());
    CHECK(&index.recording() == &r);
}
