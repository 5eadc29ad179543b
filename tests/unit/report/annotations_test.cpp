#include "report/annotations.hpp"

#include "catch.hpp"
#include "ci_example.hpp"

using namespace testskew;
using namespace testskew::report;

TEST_CASE("an annotation is one line with file, line and title") {
    const auto lines = lines_of(annotations(ci_example(1), {}));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].starts_with("::error file=shop/cart.py,line=11,title=testskew%3A not tested (1 test)::"));
    CHECK_THAT(lines[0], ContainsSubstring("TypeError: bad operand 1%0A"));
    CHECK_THAT(lines[0], ContainsSubstring("fails in py311, passes in py312"));
    CHECK_THAT(lines[0], ContainsSubstring("differ in interpreter (3.11.7, 3.12.1); none of it was tested"));
}

TEST_CASE("there are at most ten annotations, and the last one says how many more there are") {
    CHECK(lines_of(annotations(ci_example(3), {})).size() == 3);
    CHECK(lines_of(annotations(ci_example(10), {})).size() == 10);
    const auto lines = lines_of(annotations(ci_example(200), {}));
    REQUIRE(lines.size() == 10);
    CHECK_THAT(lines[9], ContainsSubstring("and 191 more problems"));
}

TEST_CASE("proven problems are annotated first") {
    CiReport report = ci_example(3);
    prove(report.comparisons[0].report, 3);
    const auto lines = lines_of(annotations(report, {}));
    CHECK_THAT(lines[0], ContainsSubstring("title=testskew%3A proven%3A interpreter"));
    CHECK_THAT(lines[0], ContainsSubstring("bad operand 3"));
}

TEST_CASE("nothing that a test printed becomes a command") {
    CiReport report = ci_example(1, hostile);
    Cluster& cluster = report.comparisons[0].report.comparison.clusters[0];
    cluster.error.path = "a,b:c\n::error::x.py";
    cluster.tests[0].id = "tests/test_a.py::test[" + hostile + "]";
    report.legs[0].name = hostile;
    const std::string text = annotations(report, {});
    const auto lines = lines_of(text);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].starts_with("::error file=a%2Cb%3Ac %3A%3Aerror%3A%3Ax.py,line=11,title="));
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\0') == std::string::npos);
    CHECK(text.find('\r') == std::string::npos);
    CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
    CHECK_THAT(text, ContainsSubstring("%250A"));
}

TEST_CASE("a path that leads out of the repository is left out, and a folder of the project is put before the others") {
    CiReport report = ci_example(1);
    report.folder = "backend";
    CHECK_THAT(annotations(report, {}), ContainsSubstring("file=backend/shop/cart.py,line=11"));
    report.comparisons[0].report.comparison.clusters[0].error.path = "/usr/lib/x.py";
    CHECK_THAT(annotations(report, {}), ContainsSubstring("::error file=backend/tests/test_1.py,title"));
}

TEST_CASE("a leg that failed without a failing test, and recordings that could not be used, are annotated") {
    CiReport report = ci_example(12);
    CiLeg dead, odd;
    dead.name = "py310", dead.state = LegState::failed, dead.why = "killed by signal 9";
    odd.name = "x", odd.state = LegState::unusable, odd.why = "x.jsonl is not a recording";
    report.legs.push_back(dead);
    report.legs.push_back(odd);
    const auto lines = lines_of(annotations(report, {}));
    REQUIRE(lines.size() == 10);
    CHECK_THAT(lines[8], ContainsSubstring("and 5 more problems"));
    CHECK(lines[9] == "::warning title=testskew::x.jsonl is not a recording");
}

TEST_CASE("an echo stands between lines that stop commands") {
    CHECK(guarded("::error::x", "abc") == "::stop-commands::abc\n::error::x\n::abc::\n");
}

TEST_CASE("outputs have no line that a name could have brought in") {
    CiReport report = ci_example(2);
    report.legs[0].name = "a\nexit-code=0";
    CHECK(step_outputs(report, {}) == "failed-legs=a exit-code=0\nproblems=2\nproven=0\nexit-code=3\n");
}
