#include "report/rate_words.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

Report report_of_two() {
    Report report;
    report.bad.name = "ci";
    report.good.name = "local";
    return report;
}

RateComparison counted() {
    RateComparison rates;
    rates.bad = {9, 22, 0.191, 0.652};
    rates.good = {0, 22, 0, 0.189};
    rates.only_bad = 9;
    rates.evidence = 31;
    rates.shown = true;
    return rates;
}

}  // namespace

TEST_CASE("a difference of rates is told with its counts, its bounds and its error") {
    const auto lines = rate_lines(report_of_two(), counted());
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] ==
          "run in pairs, it came in 9 of 22 sessions in ci (19 to 66 %) and in 0 of 22 sessions in local (0 to 19 %)");
    CHECK(lines[1] ==
          "so it comes more often in ci, said with an error of at most 5 %; what the rate follows is not tested");
}

TEST_CASE("the side with the higher rate is named, also if it is the good one") {
    RateComparison rates = counted();
    std::swap(rates.bad, rates.good);
    std::swap(rates.only_bad, rates.only_good);
    CHECK_THAT(rate_lines(report_of_two(), rates).back(), ContainsSubstring("more often in local"));
}

TEST_CASE("it is told why nothing was shown, which pairs gave no result, and that the tests ran alone") {
    RateComparison rates = counted();
    rates.shown = false;
    rates.evidence = 1.25;
    rates.lost = 1;
    rates.alone = true;
    rates.stopped = ObstacleKind::budget_spent;
    const auto lines = rate_lines(report_of_two(), rates);
    REQUIRE(lines.size() == 3);
    CHECK_THAT(lines[0], ContainsSubstring("run in pairs of its tests alone, it came"));
    CHECK(lines[1] == "1 more pair gave no result, and is not counted");
    CHECK(lines[2] == "a difference of the rates was not shown: the budget ended (evidence 1.2, and 20 shows one)");
}
