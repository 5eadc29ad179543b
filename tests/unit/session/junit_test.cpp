#include "session/junit.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"

using namespace testskew::session;

namespace {

/// The only test of a file whose <testcase> has these attributes and this content.
JunitTest one(const std::string& attributes, const std::string& content) {
    const auto tests = read_junit("<?xml version='1.0'?><!-- <x> --><testsuites><testsuite><testcase " + attributes +
                                  ">" + content + "</testcase></testsuite></testsuites>");
    REQUIRE(tests.size() == 1);
    return tests[0];
}

const std::string named = R"(classname="t.T" name="a" file="t.py" time="0.5")";

std::vector<nlohmann::json> records_of(const JunitTest& test) {
    std::vector<nlohmann::json> result;
    for (const auto& line : junit_records({test})) result.push_back(nlohmann::json::parse(line));
    return result;
}

}  // namespace

TEST_CASE("node ids are made from file, class and name") {
    CHECK(one(named, "").id == "t.py::T::a");
    CHECK(one(R"(classname="a.b.t" name="x[1.5]" file="a/b/t.py")", "").id == "a/b/t.py::x[1.5]");
    CHECK(one(R"(classname="t.A.B" name="x" file="t.py")", "").id == "t.py::A::B::x");
    CHECK(one(R"(classname="t2.A" name="x" file="t.py")", "").id == "t.py::x");
    CHECK(one(R"(classname="t" name="x")", "").id == "t::x");
    CHECK(one(R"(name="x")", "").id == "x");
    CHECK(one(named, "").seconds == 0.5);
    CHECK(one("name='x' time='soon'", "").seconds == 0);
}

TEST_CASE("the outcome is what stands below the test") {
    CHECK(one(named, "").outcome == "passed");
    const auto failed = one(named, "<failure message='m &gt; &#65;&#x1F600;&#10;n'>t &amp; u<![CDATA[<&]]></failure>");
    CHECK(failed.outcome == "failed");
    CHECK(failed.message == "m > A\xF0\x9F\x98\x80\nn");
    CHECK(failed.text == "t & u<&");
    const auto setup = one(named, "<error message='failed on setup with x'>why</error>");
    CHECK(setup.outcome + setup.phase == "errorsetup");
    CHECK(one(named, "<error message='failed on teardown with x'/>").phase == "teardown");
    CHECK(one(named, "<skipped type='pytest.skip' message='no'/>").outcome == "skipped");
    CHECK(one(named, "<skipped type='pytest.xfail' message='no'/>").outcome == "xfailed");
    const auto both = one(named, "<failure message='m'/><error message='failed on teardown'/>");
    CHECK(both.outcome == "failed");
    CHECK(one(named, "<system-out>words</system-out>").text.empty());
    CHECK(one(named, "<failure message='" + std::string(30000, 'x') + "'/>").message.size() == 20000);
}

TEST_CASE("a module that could not be collected is known by its file, or by its dotted name") {
    const auto error = "<error message='collection failure'>E  ImportError</error>";
    const auto old = one(R"(classname="" name="a.b.test_x")", error);
    CHECK(old.outcome == "collect");
    CHECK(old.id == "a/b/test_x.py");
    CHECK(one(R"(classname="" name="a.b.test_x" file="a/b/test_x.py")", error).id == "a/b/test_x.py");
}

TEST_CASE("a file that ends early gives the tests that are whole") {
    const std::string whole =
        "<testsuites><testsuite><testcase classname='t' name='a' file='t.py'/>"
        "<testcase classname='t' name='b' file='t.py'><failure message='m'>x</failure></testcase>"
        "<testcase classname='t' name='c' file='t.py'/>";
    for (std::size_t length = 0; length < whole.size(); ++length) {
        CAPTURE(length);
        for (const auto& test : read_junit(whole.substr(0, length))) {
            CHECK((test.id == "t.py::a" || test.id == "t.py::b"));
            CHECK(test.outcome == (test.id == "t.py::a" ? "passed" : "failed"));
        }
    }
    CHECK(read_junit(whole).size() == 3);
}

TEST_CASE("what is no JUnit file gives no test") {
    for (const char* text : {"", "<", "<a", "<a b='", "<!", "<!DOCTYPE x>", "<!--", "<![CDATA[x", "</", "&#;", "&",
                             "<a b=>", "<>", "nonsense", "{}", "<testsuites/>"}) {
        CAPTURE(text);
        CHECK(read_junit(text).empty());
    }
    CHECK(read_junit(std::string("<a>\0</a>", 8)).empty());
}

TEST_CASE("hostile files do no harm: nesting, entities, bytes that are no text") {
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep += "<a>";
    CHECK(read_junit(deep + "<testcase name='x'/>").size() == 1);
    const std::string entities =
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
        "<testcase name='&b;&unknown;'/>";
    CHECK(read_junit(entities).at(0).id == "&b;&unknown;");
    CHECK_FALSE(junit_records(read_junit("<testcase name='\xff\x01'/>")).empty());
}

TEST_CASE("the records are those that a probe would have written") {
    const auto passed = records_of(one(named, ""));
    REQUIRE(passed.size() == 3);
    CHECK(passed[0] == nlohmann::json({{"t", "selected"}, {"ids", {"t.py::T::a"}}}));
    CHECK(passed[1] == nlohmann::json({{"t", "start"}, {"id", "t.py::T::a"}}));
    CHECK(passed[2] ==
          nlohmann::json({{"t", "phase"}, {"id", "t.py::T::a"}, {"when", "call"}, {"outcome", "passed"}, {"s", 0.5}}));
    CHECK(records_of(one(named, "<failure message='m'/>"))[2]["message"] == "m");
    const auto skipped = records_of(one(named, "<skipped type='pytest.skip' message='no'/>"))[2];
    CHECK(skipped["when"] == "setup");
    CHECK(skipped["skip"] == "no");
    CHECK(records_of(one(named, "<skipped type='pytest.xfail'/>"))[2]["xfail"] == true);
    const auto teardown = records_of(one(named, "<error message='failed on teardown'>why</error>"));
    REQUIRE(teardown.size() == 4);
    CHECK(teardown[2]["when"] == "call");
    CHECK(teardown[2]["outcome"] == "passed");
    CHECK(teardown[3]["when"] == "teardown");
    CHECK(teardown[3]["message"] == "why");
    const auto collect = records_of(one("name='a.b'", "<error message='collection failure'>E  x</error>"));
    REQUIRE(collect.size() == 2);
    CHECK(collect[0]["t"] == "collect");
    CHECK(collect[0]["message"] == "E  x");
    CHECK(collect[1]["ids"].empty());
}
