#include "report/verification.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

StandingOnSide on(const std::string& side, Standing standing, bool failed_before = true) {
    StandingOnSide result;
    result.side = side;
    result.standing = standing;
    result.failed_before = failed_before;
    result.sessions = 2;
    result.failed = standing == Standing::gone ? 0 : 1;
    if (standing != Standing::gone) result.tests = {"a.py::test_x"};
    return result;
}

Verification verification() {
    Verification result;
    result.run = "20261122-101502-3f2a";
    result.files_known = true;
    result.changed = {"app.py"};
    result.sides = {{"ci", "3.11.7", false, {{Outcome::passed, 2}}, 1.5, EarlyEnd::none, 0, "", {}, {}},
                    {"local", "3.12.1", false, {{Outcome::passed, 2}}, 1.25, EarlyEnd::none, 0, "", {}, {}}};
    VerifiedProblem problem;
    problem.number = 1;
    problem.error = "ValueError: wrong";
    problem.tests = 1;
    problem.sides = {on("ci", Standing::gone), on("local", Standing::gone, false)};
    problem.undone = Undone::comes_back;
    problem.came_back = problem.undone_sessions = 1;
    problem.undone_on = {"ci"};
    result.problems = {problem};
    return result;
}

std::string text(const Verification& one, const Secrets& secrets = {}) {
    return verification_text(one, secrets, {100, false, true, false, false});
}

}  // namespace

TEST_CASE("the text of a change that mended all") {
    CHECK(text(verification()) ==
          R"(Verified: What failed in 20261122-101502-3f2a passes in ci and local, and nothing else broke.
  ci      Python 3.11.7   2 passed   1.5 s
  local   Python 3.12.1   2 passed   1.2 s

1  ValueError: wrong  1 test
   ci  gone (passes in 2 of 2 sessions)
   local  passes (passes in 2 of 2 sessions)
   The fix follows the cause: with your change undone it fails again in ci (1 of 1 session).

Changed since the run: 1 file
   app.py
)");
}

TEST_CASE("how a problem stands is told in words, and only a failure of the run is called gone") {
    CHECK(standing_words(on("ci", Standing::still)) == "still there: fails in 1 of 2 sessions: a.py::test_x");
    CHECK(standing_words(on("ci", Standing::still, false)) ==
          "fails here as well: fails in 1 of 2 sessions: a.py::test_x");
    CHECK(standing_words(on("ci", Standing::sometimes)) == "comes and goes: fails in 1 of 2 sessions: a.py::test_x");
    StandingOnSide side = on("ci", Standing::not_run);
    side.why = NotRun::absent;
    side.instead = {"a.py::test_y"};
    CHECK(standing_words(side) == "not run any more: that is not gone: a.py::test_x (renamed to a.py::test_y?)");
    side.why = NotRun::expected;
    CHECK(standing_words(side).starts_with("marked as expected to fail, and fails: that is not gone"));
    side = on("ci", Standing::changed);
    side.error = "KeyError: 1";
    CHECK(standing_words(side) == "changed: fails in another way now (KeyError: 1): a.py::test_x");
}

TEST_CASE("what did not follow the change is not called mended by it") {
    VerifiedProblem problem = verification().problems[0];
    problem.undone = Undone::stays_away;
    problem.came_back = 0;
    problem.undone_sessions = 2;
    CHECK(undone_words(problem).find("does not come back without your change (passes in 2 of 2 sessions in ci)") !=
          std::string::npos);
    problem.undone = Undone::untried;
    CHECK(undone_words(problem).empty());
}

TEST_CASE("the headline counts what broke") {
    Verification one = verification();
    one.broken = {{"ci", "a.py::test_y", "ValueError", NewFailure::broken, 5, 5, 0, 5}};
    CHECK(verification_headline(one) ==
          "What failed in 20261122-101502-3f2a passes in ci and local, and 1 test fails that did not fail before.");
    one.broken[0].kind = NewFailure::flaky;
    CHECK(verification_headline(one).starts_with("Verified: "));
    one.problems[0].sides[0].standing = Standing::still;
    CHECK(verification_headline(one) == "Not mended: 0 of 1 problem is gone in ci and local; nothing else broke.");
}

TEST_CASE("tests that have no result now are listed with the reason") {
    Verification one = verification();
    one.sides[0].not_run = {{"a.py::test_y", NotRun::skipped}, {"a.py::test_z", NotRun::absent}};
    CHECK(text(one).find("ci: 2 tests passed in the run and have no result now\n   a.py::test_y (skipped now)\n   "
                         "a.py::test_z (not run any more)") != std::string::npos);
    const auto side = nlohmann::json::parse(verification_json(one, {}))["sides"][0];
    CHECK(side["not_run"] == nlohmann::json{"a.py::test_y", "a.py::test_z"});
    CHECK(side["not_run_why"] == nlohmann::json{"skipped", "absent"});
}

TEST_CASE("nothing is called verified if files were edited meanwhile") {
    Verification one = verification();
    one.edited = "app.py was edited while sessions ran";
    CHECK(verification_headline(one).starts_with("What failed in"));
    CHECK(verification_headline(one).find("files were edited meanwhile") != std::string::npos);
}

TEST_CASE("neither format shows a secret, and the JSON is whole whatever the texts hold") {
    Verification one = verification();
    const std::string hostile = "\x1b[31m hunter22222 \xff ::error:: </script>";
    one.problems[0].error = one.notes.emplace_back(hostile);
    one.broken = {{"ci", "a.py::test_y", hostile, NewFailure::passed, 1, 1, 0, 0}};
    const Secrets secrets(std::map<std::string, std::string>{{"API_TOKEN", "hunter22222"}});
    CHECK(text(one, secrets).find("hunter") == std::string::npos);
    CHECK(text(one, secrets).find('\x1b') == std::string::npos);
    const std::string json = verification_json(one, secrets);
    CHECK(json.find("hunter") == std::string::npos);
    CHECK(nlohmann::json::parse(json)["problems"][0]["without_the_change"]["result"] == "comes back");
}

TEST_CASE("why a selection did not run to its end, and what moved, is told in words") {
    VerifiedSide side;
    CHECK(early_end_words(side).empty());
    side.early_end = EarlyEnd::timed_out;
    CHECK(early_end_words(side) == "the time-out ended it");
    side.early_end = EarlyEnd::signal, side.signal = 11;
    CHECK(early_end_words(side) == "it was ended by signal 11");
    side.early_end = EarlyEnd::session_failed, side.failure = "usage: pytest";
    CHECK(early_end_words(side) == "usage: pytest");
    side.early_end = EarlyEnd::cut;
    CHECK(early_end_words(side) == "records of it are missing, so which tests ran is not known");
    side.early_end = EarlyEnd::stopped, side.failure = "exit status 3";
    CHECK(early_end_words(side) == "it stopped: exit status 3");
    side.failure = "";
    CHECK(early_end_words(side) == "it stopped before its last test");
    side.early_end = EarlyEnd::no_test;
    CHECK(early_end_words(side) == "it ran no test");
    const CauseValue hidden{"", false};
    CHECK(moved_words({Factor::packages, "httpx", CauseValue{"0.28.1"}, CauseValue{"0.27.2"}}) ==
          "packages httpx: 0.28.1, now 0.27.2");
    CHECK(moved_words({Factor::packages, "httpx", std::nullopt, CauseValue{"0.27.2"}}) ==
          "packages httpx: none, now 0.27.2");
    CHECK(moved_words({Factor::environ, "KEY", hidden, hidden}) == "environ KEY (another value)");
    CHECK(moved_words({Factor::environ, "KEY", hidden, std::nullopt}) == "environ KEY: set, now none");
}
