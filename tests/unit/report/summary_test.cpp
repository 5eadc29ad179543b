#include "report/summary.hpp"

#include "catch.hpp"
#include "ci_example.hpp"

using namespace testskew;
using namespace testskew::report;

TEST_CASE("the summary begins with what failed, and has each problem with its details folded away") {
    const std::string text = summary(ci_example(3), {});
    CHECK(text.starts_with("### testskew: 1 of 2 legs failed: py311. 3 tests fail, in 3 ways."));
    for (const char* part : {"| py311 | **failed** | 3.11.7 |", "| py312 | passed |", "#### 1. not tested (1 test)",
                             "#### 3. not tested (1 test)", "<details><summary>traceback</summary>",
                             "Differences between py311 and py312", "the only leg in which these tests pass"})
        CHECK_THAT(text, ContainsSubstring(part));
}

TEST_CASE("there is no summary where no leg failed") {
    CiReport report = ci_example(0);
    report.legs[0].state = LegState::passed;
    CHECK(summary(report, {}).empty());
}

TEST_CASE("what is too long is folded from the end on") {
    const CiReport report = ci_example(200, std::string(300, 'x'));
    const std::string whole = summary(report, {});
    const std::string shorter = summary(report, {}, whole.size() * 3 / 4);
    CHECK(shorter.size() <= whole.size() * 3 / 4);
    CHECK_THAT(shorter, ContainsSubstring("This summary is shortened"));
    CHECK_THAT(shorter, ContainsSubstring("#### 200."));
    const auto first = shorter.substr(shorter.find("#### 1."), shorter.find("#### 2.") - shorter.find("#### 1."));
    const auto last = shorter.substr(shorter.find("#### 200."));
    CHECK_THAT(first, ContainsSubstring("<details>"));
    CHECK(last.find("traceback") == std::string::npos);
    for (const std::size_t most : {2'000u, 20'000u, 60'000u}) {
        CAPTURE(most);
        const std::string text = summary(report, {}, most);
        CHECK(text.size() <= most);
        CHECK_THAT(text, ContainsSubstring("1 of 2 legs failed"));
    }
}

TEST_CASE("a summary of very many problems keeps to what GitHub shows") {
    CiReport report = ci_example(3000, std::string(290, 'x'));
    for (auto& cluster : report.comparisons[0].report.comparison.clusters)
        cluster.error.chain[0].frames.assign(30, {"shop/a_long_path/cart.py", 1, "total", std::string(100, 'y'), true});
    const std::string text = summary(report, {});
    CHECK(text.size() <= summary_budget);
    CHECK(text.size() > summary_budget / 2);
}

TEST_CASE("hostile text is not interpreted") {
    CiReport report = ci_example(1, hostile);
    report.legs[0].name = hostile;
    report.legs[1].why = hostile;
    const std::string text = summary(report, {});
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\0') == std::string::npos);
    CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
    CHECK_THAT(text, ContainsSubstring("&lt;/details&gt; &#64;everyone"));
}
