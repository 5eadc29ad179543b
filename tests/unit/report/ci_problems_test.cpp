#include "report/ci_problems.hpp"

#include "catch.hpp"
#include "ci_example.hpp"
#include "report/ci_text.hpp"
#include "report/ci_words.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

/// The example with a second failed leg that has the same failures.
CiReport two_failed(int problems) {
    CiReport report = ci_example(problems);
    CiLeg more = report.legs[0];
    more.name = "py310";
    report.legs.push_back(more);
    CiComparison other = report.comparisons[0];
    other.bad = 2;
    report.comparisons.push_back(other);
    return report;
}

}  // namespace

TEST_CASE("a failure of two legs is one problem, told where most is known of it") {
    CiReport report = two_failed(2);
    prove(report.comparisons[1].report, 2);
    const auto all = ci_problems(report);
    REQUIRE(all.size() == 2);
    CHECK(all[0].in == &report.comparisons[1]);
    CHECK(all[0].legs == std::vector<std::size_t>{0, 2});
    CHECK(where_words(report, all[0]) == "fails in py311 and py310, passes in py312");
    CHECK(all[1].in == &report.comparisons[0]);
}

TEST_CASE("the exit code is 1 only if every problem has a shown cause") {
    CiReport report = ci_example(1);
    CHECK(exit_code(report) == ExitCode::unattributed);
    prove(report.comparisons[0].report, 1);
    CHECK(exit_code(report) == ExitCode::attributed);
    CiLeg dead;
    dead.state = LegState::failed;
    report.legs.push_back(dead);
    CHECK(exit_code(report) == ExitCode::unattributed);
    CHECK(exit_code(CiReport{}) == ExitCode::ok);
}

TEST_CASE("what passes nowhere is still told") {
    CiReport report = ci_example(1);
    report.legs.pop_back();
    CiComparison& one = report.comparisons[0];
    one.good.reset();
    one.report.comparison.differences.clear();
    one.report.comparison.clusters[0].kind = ClusterKind::common;
    const auto all = ci_problems(report);
    REQUIRE(all.size() == 1);
    CHECK(where_words(report, all[0]) == "fails in py311; there is no leg in which it passes");
    CHECK(ci_headline(report, all) == "The leg py311 failed. 1 test fails.");
    const std::string text = ci_text(report, {});
    CHECK_THAT(text, ContainsSubstring("py311 is compared with nothing"));
    CHECK_THAT(text, ContainsSubstring("TypeError: bad operand 1"));
}

TEST_CASE("the text tells each comparison, and the same failures once") {
    const std::string text = ci_text(two_failed(1), {});
    CHECK_THAT(text, ContainsSubstring("2 of 3 legs failed: py311 and py310. 1 test fails."));
    CHECK_THAT(text, ContainsSubstring("py311 is compared with py312, the only leg in which these tests pass"));
    CHECK_THAT(text, ContainsSubstring("Its failures are told with those of another leg."));
}

TEST_CASE("many legs are counted") {
    CiReport report;
    report.legs.resize(7);
    for (std::size_t i = 0; i < 7; ++i) report.legs[i].name = "l" + std::to_string(i);
    CHECK(leg_names(report, {0, 1, 2, 3, 4}) == "l0, l1, l2, l3 and l4");
    CHECK(leg_names(report, {0, 1, 2, 3, 4, 5}) == "l0, l1, l2, l3 and 2 more legs");
}

TEST_CASE("what separates failing from passing legs is told as seen, not as a cause") {
    CiReport report = two_failed(1);
    CiSeen seen;
    seen.passing = {1};
    seen.separations = {{Factor::interpreter, "python", {"3.11.7", "3.10.1"}, {"3.12.1"}},
                        {Factor::environ, "TOKEN", {}, {"none"}}};
    report.seen[report.comparisons[0].report.comparison.clusters[0].fingerprint.digest] = seen;
    const auto all = ci_problems(report);
    CHECK(separation_words(report, all[0]) ==
          "what separates the legs in which it fails from those in which it passes: interpreter (3.11.7, 3.10.1 where "
          "it fails, 3.12.1 where it passes) and TOKEN (seen, not tested)");
    CHECK_THAT(ci_text(report, {}), ContainsSubstring("TypeError: bad operand 1: what separates"));
    CHECK(separation_words(two_failed(1), ci_problems(report)[0]).empty());
}
