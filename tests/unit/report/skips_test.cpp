#include "report/skips.hpp"

#include "catch.hpp"

using namespace testskew;

namespace {

TestRecord skipped(const std::string& id, const std::string& reason) {
    TestRecord test;
    test.id = id, test.outcome = Outcome::skipped;
    test.phases.emplace_back();
    test.phases.back().outcome = PhaseOutcome::skipped, test.phases.back().skip_reason = reason;
    return test;
}

}  // namespace

TEST_CASE("skipped tests are counted by their reasons") {
    Recording recording;
    CHECK(report::skips_note(recording).empty());
    recording.tests = {skipped("a::1", "needs redis"), skipped("a::2", "needs redis")};
    CHECK(report::skips_note(recording) == "2 skipped: needs redis");
    recording.tests.push_back(skipped("a::3", "slow"));
    recording.collection.push_back({"b.py", CollectOutcome::skipped, {}, "no numpy"});
    recording.tests.push_back(skipped("a::4", "not here"));
    CHECK(report::skips_note(recording) == "5 skipped: needs redis (2), no numpy (1), not here (1) and 1 more reason");
    recording = {};
    recording.tests = {skipped("a::1", "")};
    CHECK(report::skips_note(recording) == "1 skipped");
}

TEST_CASE("who made pytest stop early is named") {
    Recording recording;
    recording.tests.resize(3);
    recording.tests[0].outcome = Outcome::failed;
    CHECK(report::stopped_note(recording).empty());
    recording.facts["stopped"] = "stopping after 1 failures";
    CHECK(report::stopped_note(recording) == "stopped after 1 failure, as -x or --maxfail says: 2 tests were not run");
    recording.facts["inifile"] = "pytest.ini";
    CHECK(report::stopped_note(recording) ==
          "stopped after 1 failure, as -x or --maxfail in the addopts of pytest.ini says: 2 tests were not run");
    recording.environ["PYTEST_ADDOPTS"] = "hmac:1";
    CHECK(report::stopped_note(recording).find("addopts or PYTEST_ADDOPTS says") != std::string::npos);
    recording.selection.options = {"-q", "--maxfail=2"};
    recording.facts["stopped"] = "stopping after 2 failures";
    CHECK(report::stopped_note(recording) == "stopped after 2 failures, as --maxfail=2 says: 2 tests were not run");
    recording.facts["stopped"] = "xdist.dsession.Interrupted";
    CHECK(report::stopped_note(recording).empty());
}

TEST_CASE("tests that both sides skip are no success") {
    Report report;
    CHECK(report::skipped_on_both(report).empty());
    report.bad.outcomes = {{Outcome::passed, 1}, {Outcome::skipped, 3}};
    CHECK(report::skipped_on_both(report).empty());
    report.good.outcomes = report.bad.outcomes;
    CHECK(report::skipped_on_both(report) == "3 tests were skipped on both sides and not compared");
    report.comparison.other_differences = {{"a::1", Outcome::skipped, Outcome::passed},
                                           {"a::2", Outcome::passed, Outcome::skipped}};
    CHECK(report::skipped_on_both(report) == "2 tests were skipped on both sides and not compared");
    report.comparison.clusters.emplace_back();
    report.comparison.clusters[0].tests = {{"a::3", Outcome::skipped, Outcome::failed}};
    CHECK(report::skipped_on_both(report) == "1 test was skipped on both sides and not compared");
}

TEST_CASE("a failure that the other side skips is told so") {
    Report report;
    report.bad.name = "ci", report.good.name = "local";
    report.comparison.clusters.resize(1);
    Cluster& cluster = report.comparison.clusters[0];
    cluster.kind = ClusterKind::one_sided;
    cluster.tests = {{"a::1", Outcome::failed, Outcome::skipped}};
    CHECK(report::one_sided_title(report) == "1 test fails in ci and is skipped in local");
    cluster.tests.push_back({"a::2", Outcome::failed, Outcome::skipped});
    CHECK(report::one_sided_title(report) == "2 tests fail in ci and are skipped in local");
    cluster.tests[1].good = Outcome::not_run;
    CHECK(report::one_sided_title(report) == "2 failures with nothing on the other side to compare with");
    cluster.tests = {{"a::1", Outcome::skipped, Outcome::error}};
    CHECK(report::one_sided_title(report) == "1 test fails in local and is skipped in ci");
}

TEST_CASE("what the sandbox refused is told once for each path, with the test") {
    Recording recording;
    CHECK(report::refused_note(recording).empty());
    recording.refused = {{"/etc/x", "tests/test_a.py::test_b"}};
    CHECK(report::refused_note(recording) ==
          "the sandbox refused to write /etc/x (tests/test_a.py::test_b): run without --sandbox if the test needs it");
    recording.refused = {{"/etc/x", ""}, {"/etc/x", "t"}, {"/etc/y", "t"}};
    CHECK(report::refused_note(recording) ==
          "the sandbox refused to write /etc/x and 1 more: run without --sandbox if the test needs it");
}
