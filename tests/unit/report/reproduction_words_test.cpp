#include "report/reproduction_words.hpp"

#include "catch.hpp"
#include "report/assemble.hpp"

using namespace testskew;
using report::reproduction_words;

namespace {

Reproduction of_leg(long same) {
    Reproduction result;
    result.recording = "leg.jsonl";
    result.same = same;
    return result;
}

/// A report with one regression whose cause was shown.
Report explained() {
    Report result;
    result.bad.outcomes = {{Outcome::failed, 1}};
    result.good.outcomes = {{Outcome::passed, 1}};
    Cluster cluster;
    cluster.id = 1;
    cluster.kind = ClusterKind::regression;
    result.comparison.clusters.push_back(cluster);
    ClusterAttribution found;
    found.cluster = 1;
    found.cause = Cause{};
    found.cause->verdict = VerdictKind::proven;
    result.attribution.clusters.push_back(found);
    return result;
}

}  // namespace

TEST_CASE("what came again of a leg is one sentence") {
    CHECK(reproduction_words(of_leg(31)) == "reproduced: 31 of 31 failures of leg.jsonl, the same as recorded");
    Reproduction some = of_leg(1);
    some.otherwise = {"t.py::a"};
    some.not_here = {"t.py::b", "t.py::c"};
    CHECK(reproduction_words(some) ==
          "reproduced: 1 of 4 failures of leg.jsonl, the same as recorded; fail in another way here: t.py::a; do not "
          "fail here: t.py::b, t.py::c");
    Reproduction none = of_leg(0);
    none.not_here = {"t.py::b"};
    CHECK(reproduction_words(none) == "not reproduced: 0 of 1 failure of leg.jsonl; do not fail here: t.py::b");
}

TEST_CASE("a leg in which nothing failed says what fails here") {
    CHECK(reproduction_words(of_leg(0)) == "no test failed in leg.jsonl, and none does here");
    Reproduction more = of_leg(0);
    more.only_here = {"t.py::b"};
    CHECK(reproduction_words(more) == "no test failed in leg.jsonl; fail here alone: t.py::b");
}

TEST_CASE("sessions that were not set up are named") {
    Reproduction leg = of_leg(2);
    leg.left_out = {{2, 3, "pytest tests/b.py"}};
    leg.not_looked_at = 4;
    CHECK_FALSE(leg.whole());
    CHECK(reproduction_words(leg) ==
          "reproduced: 2 of 2 failures of leg.jsonl, the same as recorded; left out: 3 failures of another session, to "
          "be named as leg.jsonl:2 (pytest tests/b.py); 4 further sessions are not looked at");
}

TEST_CASE("a shown cause is not all if a recorded failure did not come again") {
    Report found = explained();
    CHECK(report::exit_code(found) == ExitCode::attributed);
    found.bad.reproduction = of_leg(1);
    CHECK(report::exit_code(found) == ExitCode::attributed);
    found.bad.reproduction->not_here = {"t.py::b"};
    CHECK(report::exit_code(found) == ExitCode::unattributed);
    found.comparison.clusters.clear();
    CHECK(report::exit_code(found) == ExitCode::unattributed);
}
