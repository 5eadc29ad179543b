#include "verify/judge.hpp"

#include "catch.hpp"
#include "model/node_id.hpp"

using namespace testskew;
using namespace testskew::verify;

namespace {

using enum Sighting;

Standing standing(const Sightings& sightings) { return standing_of(sightings).standing; }

VerifiedProblem problem(const std::vector<Standing>& standings, Undone undone = Undone::comes_back) {
    VerifiedProblem result;
    for (const Standing one : standings) {
        StandingOnSide side;
        side.standing = one;
        result.sides.push_back(side);
    }
    result.undone = undone;
    return result;
}

}  // namespace

TEST_CASE("a problem is gone only if each of its tests passes in each session") {
    CHECK(standing({{"a", {passes, passes}}, {"b", {passes}}}) == Standing::gone);
    CHECK(standing({{"a", {passes, passes}}, {"b", {fails}}}) == Standing::still);
    CHECK(standing({{"a", {passes, fails}}}) == Standing::sometimes);
    CHECK(standing({{"a", {Sighting::other}}, {"b", {passes}}}) == Standing::changed);
    CHECK(standing({{"a", {Sighting::other, fails}}}) == Standing::still);
    CHECK(standing({}) == Standing::no_result);
    CHECK(standing({{"a", {nothing}}}) == Standing::no_result);
}

TEST_CASE("a test that is not run any more is not gone") {
    CHECK(standing({{"a", {absent}}, {"b", {passes}}}) == Standing::not_run);
    CHECK(standing_of({{"a", {absent}}}).why == NotRun::absent);
    CHECK(standing_of({{"a", {skipped}}}).why == NotRun::skipped);
    CHECK(standing_of({{"a", {expected, expected}}}).why == NotRun::expected);
    CHECK(standing({{"a", {expected, passes}}}) == Standing::not_run);
    // Skipped among all others and passed alone is a result.
    CHECK(standing({{"a", {passes, skipped}}}) == Standing::gone);
}

TEST_CASE("the counts are those of the test that stands worst") {
    const auto side = standing_of({{"a", {passes, passes, passes}}, {"b", {passes, fails, Sighting::other}}});
    CHECK(side.standing == Standing::sometimes);
    CHECK(side.failed == 2);
    CHECK(side.sessions == 3);
    CHECK(side.tests == std::vector<std::string>{"b"});
}

TEST_CASE("the fix follows the cause only if the failure comes back without it") {
    CHECK(undone_of({{"a", {fails}}, {"b", {fails, passes}}}, true) == Undone::comes_back);
    CHECK(undone_of({{"a", {passes}}, {"b", {fails}}}, true) == Undone::in_part);
    CHECK(undone_of({{"a", {passes}}, {"b", {fails}}}, false) == Undone::comes_back);
    CHECK(undone_of({{"a", {passes, passes}}}, false) == Undone::stays_away);
    CHECK(undone_of({{"a", {Sighting::other}}}, true) == Undone::otherwise);
    CHECK(undone_of({{"a", {nothing, absent}}}, true) == Undone::not_known);
    CHECK(undone_of({}, true) == Undone::not_known);
}

TEST_CASE("a test that fails now is told by what it does with the change undone") {
    CHECK(new_failure(passes, {fails, fails}, {passes, passes}) == NewFailure::broken);
    CHECK(new_failure(nothing, {fails}, {passes}) == NewFailure::broken);
    CHECK(new_failure(passes, {fails}, {}) == NewFailure::passed);
    CHECK(new_failure(nothing, {fails}, {}) == NewFailure::unseen);
    CHECK(new_failure(nothing, {fails}, {fails}) == NewFailure::failed_too);
    CHECK(new_failure(passes, {fails, passes}, {fails, passes}) == NewFailure::flaky);
    CHECK(new_failure(passes, {fails, fails}, {fails, passes}) == NewFailure::steadier);
    CHECK(new_failure(passes, {fails, passes}, {passes, passes}) == NewFailure::unsteady);
}

TEST_CASE("the rarer a flaky failure was the more sessions it takes") {
    CHECK(repeats_for(1, 2) == 5);
    CHECK(repeats_for(1, 3) == 8);
    CHECK(repeats_for(2, 3) == 3);
    CHECK(repeats_for(3, 3) == 3);
    CHECK(repeats_for(1, 100) == 20);
    CHECK(repeats_for(0, 0) == 10);
}

TEST_CASE("a renamed test is looked for by its name, then by a near one in its module") {
    CHECK(renamed_to("a.py::test_export", {"b.py::TestAll::test_export", "a.py::test_other"}) ==
          std::vector<std::string>{"b.py::TestAll::test_export"});
    CHECK(renamed_to("a.py::test_export[1]", {"a.py::test_exports[1]", "a.py::test_exports[2]", "b.py::test_x"}) ==
          std::vector<std::string>{"a.py::test_exports[1]", "a.py::test_exports[2]"});
    CHECK(renamed_to("a.py::test_export", {"a.py::test_nothing_like_it"}).empty());
}

TEST_CASE("the exit code is 0 only if everything that failed passes everywhere and nothing else broke") {
    Verification all;
    all.problems = {problem({Standing::gone, Standing::gone})};
    CHECK(exit_code(all, false) == ExitCode::ok);
    CHECK(exit_code(all, true) == ExitCode::ok);
    for (const Standing one :
         {Standing::no_result, Standing::not_run, Standing::changed, Standing::sometimes, Standing::still}) {
        Verification some = all;
        some.problems.push_back(problem({Standing::gone, one}));
        CHECK(exit_code(some, false) == ExitCode::unattributed);
    }
    Verification other_reason = all;
    other_reason.problems.push_back(problem({Standing::gone}, Undone::stays_away));
    CHECK(exit_code(other_reason, false) == ExitCode::ok);
    CHECK(exit_code(other_reason, true) == ExitCode::unattributed);
    Verification ended = all;
    ended.sides.push_back({});
    ended.sides.back().early_end = EarlyEnd::timed_out;
    CHECK(exit_code(ended, false) == ExitCode::unattributed);
    Verification skipped = all;
    skipped.sides.push_back({});
    skipped.sides.back().not_run = {{"a.py::test_y", NotRun::skipped}};
    CHECK(exit_code(skipped, false) == ExitCode::ok);
    CHECK(exit_code(skipped, true) == ExitCode::unattributed);
    Verification edited = all;
    edited.edited = "app.py was edited";
    CHECK(exit_code(edited, false) == ExitCode::unattributed);
    CHECK(excused(NewFailure::flaky));
    CHECK(!excused(NewFailure::steadier));
    for (const NewFailure kind : {NewFailure::broken, NewFailure::passed, NewFailure::unseen, NewFailure::unsteady,
                                  NewFailure::steadier, NewFailure::flaky, NewFailure::failed_too}) {
        Verification broke = all;
        broke.broken.push_back({"ci", "a.py::test_x", "", kind, 1, 1, 0, 0});
        CHECK((exit_code(broke, false) == ExitCode::ok) == excused(kind));
    }
}

TEST_CASE("a module that is collected now has passed only if its tests have") {
    Cluster cluster;
    cluster.fingerprint = {"0123456789abcdef", ""};
    Recording recording;
    recording.complete = true;
    recording.modules = {"a.py"};
    const auto seen = [&](const std::string& id) { return sighting(cluster, id, compare::RecordingIndex(recording)); };
    CHECK(seen("a.py") == passes);
    TestRecord test;
    test.id = "a.py::TestC::test_x";
    test.outcome = Outcome::passed;
    recording.tests.push_back(test);
    CHECK(seen("a.py") == passes);
    CHECK(seen("a.py::TestC") == passes);
    CHECK(seen(whole_session_id) == passes);
    test.id = "a.py::test_y";
    test.outcome = Outcome::failed;
    recording.tests.push_back(test);
    CHECK(seen("a.py") == Sighting::other);
    CHECK(seen("a.py::TestC") == passes);
    CHECK(seen(whole_session_id) == Sighting::other);
    CHECK(seen("b.py::test_y") == absent);
    recording.tests[0].outcome = recording.tests[1].outcome = Outcome::skipped;
    CHECK(seen("a.py") == skipped);
}

TEST_CASE("the rarest flaky failure says how often all are run") {
    Cluster often, seldom;
    often.repetition = {9, 10, 0, 10};
    seldom.repetition = {1, 10, 3, 10};
    const Rate both = rarest({&often, &seldom}, true);
    CHECK(both.failed == 1);
    CHECK(both.sessions == 10);
    CHECK(rarest({}, true).sessions == 0);
    // Of a failure that came among the others only, the sessions without them do not count.
    Cluster among;
    among.repetition = {1, 5, 0, 5};
    among.repetition.alone_bad = among.repetition.alone_good = 3;
    CHECK(!seen_alone({&among}));
    CHECK(rarest({&among}, false).sessions == 2);
    among.repetition.failed_alone = 1;
    CHECK(seen_alone({&among}));
}
