#include "report/junit.hpp"

#include <pugixml.hpp>
#include <set>

#include "catch.hpp"
#include "ci_example.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

struct Parsed {
    std::string text;
    pugi::xml_document document;
    pugi::xml_node root() const { return document.child("testsuites"); }
};

/// XML that every reader takes: well formed, without characters that XML 1.0 forbids, no case twice, the counts right.
std::unique_ptr<Parsed> checked(const CiReport& report) {
    auto result = std::make_unique<Parsed>();
    result->text = junit(report, {});
    for (const char c : result->text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 && c != '\n' && c != '\t') FAIL("a control character: " << static_cast<int>(byte));
    }
    CHECK(result->text.find("\xEF\xBF\xBF") == std::string::npos);
    CHECK(result->text.find("&#") == std::string::npos);
    CHECK(valid_utf8(result->text) == result->text);
    REQUIRE(result->document.load_string(result->text.c_str()));
    std::set<std::string> names;
    int cases = 0;
    for (const auto suite : result->root().children("testsuite")) {
        int own = 0;
        for (const auto one : suite.children("testcase")) {
            ++own;
            CHECK(names.insert(std::string(one.attribute("classname").value()) + "\n" + one.attribute("name").value())
                      .second);
            CHECK((one.child("failure") || one.child("error")));
        }
        CHECK(suite.attribute("tests").as_int() == own);
        cases += own;
    }
    CHECK(result->root().attribute("tests").as_int() == cases);
    return result;
}

}  // namespace

TEST_CASE("each failed test is a case that carries the cause") {
    CiReport report = large_example(2, 2);
    prove(report.comparisons[0].report, 2);
    report.comparisons[0].report.comparison.clusters[1].tests[1] = {"tests/deep/test_x.py::TestX::test_y[a::b-1]",
                                                                    Outcome::error, Outcome::passed};
    const auto parsed = checked(report);
    const auto suite = parsed->root().child("testsuite");
    CHECK(std::string(suite.attribute("name").value()) == "2. proven: interpreter");
    CHECK(suite.attribute("errors").as_int() == 1);
    const auto first = suite.child("testcase"), second = first.next_sibling("testcase");
    CHECK(std::string(first.attribute("classname").value()) == "tests.test_2");
    CHECK(std::string(first.attribute("name").value()) == "test_0");
    CHECK(std::string(first.child("failure").attribute("message").value()) == "TypeError: bad operand 2");
    CHECK_THAT(first.child("failure").text().get(), ContainsSubstring("proven: the failure follows python"));
    CHECK_THAT(first.child("failure").text().get(), ContainsSubstring("shop/cart.py:12 in total"));
    CHECK(std::string(second.attribute("classname").value()) == "tests.deep.test_x.TestX");
    CHECK(std::string(second.attribute("name").value()) == "test_y[a::b-1]");
    CHECK_THAT(second.child("error").text().get(), ContainsSubstring("proven: the failure follows python"));
}

TEST_CASE("what fails on both sides is a suite without a cause") {
    CiReport report = ci_example(1);
    report.comparisons[0].report.comparison.clusters[0].kind = ClusterKind::common;
    const auto parsed = checked(report);
    const auto suite = parsed->root().child("testsuite");
    CHECK(std::string(suite.attribute("name").value()) == "fails on both sides in the same way");
    const std::string text = suite.child("testcase").child("failure").text().get();
    CHECK_THAT(text, ContainsSubstring("shop/cart.py:11 in total"));
    CHECK(text.find("differ in") == std::string::npos);
}

TEST_CASE("two cases of one name are told apart") {
    CiReport report = large_example(2, 1);
    for (auto& cluster : report.comparisons[0].report.comparison.clusters) cluster.tests[0].id = "t.py::test";
    const auto parsed = checked(report);
    CHECK_THAT(parsed->text, ContainsSubstring("name=\"test (2)\""));
}

TEST_CASE("hostile text does no harm in XML") {
    CiReport report = hostile_example();
    report.comparisons[0].report.comparison.clusters[0].error.message += "\xEF\xBF\xBF \xEF\xBF\xBE";
    const auto parsed = checked(report);
    CHECK_THAT(parsed->root().child("testsuite").child("testcase").child("failure").text().get(),
               ContainsSubstring("]]> </script>"));
}

TEST_CASE("a long text is cut, and a file of very many tests keeps to what GitLab reads") {
    CiReport report = large_example(3, 16'667);
    report.comparisons[0].report.comparison.clusters[0].error.chain[0].frames.assign(
        3000, {"shop/cart.py", 1, "total", std::string(100, 'y'), true});
    const auto parsed = checked(report);
    CHECK(parsed->root().attribute("tests").as_int() == 50'001);
    CHECK(parsed->text.size() < 30'000'000);
    const auto first = parsed->root().child("testsuite").child("testcase").child("failure");
    CHECK(std::string(first.text().get()).size() < 66'000);
}

TEST_CASE("a leg that failed as a whole is a case of its own") {
    CiReport report = ci_example(0);
    report.comparisons.clear();
    report.legs[0].why = "killed by signal 9";
    const auto parsed = checked(report);
    CHECK_THAT(parsed->root().child("testsuite").child("testcase").child("error").attribute("message").value(),
               ContainsSubstring("killed by signal 9"));
}
