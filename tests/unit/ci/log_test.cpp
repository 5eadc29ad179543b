#include "ci/log.hpp"

#include <sstream>

#include "catch.hpp"
#include "ci/junit.hpp"
#include "ci/log_lines.hpp"
#include "folder.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::ci;
using Lines = std::vector<std::string>;

namespace {

LogFacts facts(const std::string& text) {
    std::istringstream stream(text);
    return read_log(stream, "x.log");
}

Lines packages(const LogFacts& facts) {
    Lines result;
    for (const auto& one : facts.packages) result.push_back(one.line);
    return result;
}

const char* session =
    "============================= test session starts ==============================\n"
    "platform linux -- Python 3.11.14, pytest-8.0.1, pluggy-1.6.0 -- "
    "/opt/hostedtoolcache/Python/3.11.14/x64/bin/python\n"
    "rootdir: /home/runner/work/app/app/backend, configfile: pytest.ini\n"
    "plugins: cov-7.0.0, xdist-3.6.1\n"
    "FAILED tests/test_a.py::test_x[a - b] - assert 1 == 2\n"
    "ERROR tests/test_b.py\n"
    "=========================== 1 failed, 1 error in 1s ============================\n";

}  // namespace

TEST_CASE("prefixes of a log's lines are taken off") {
    CHECK(log_line("2026-02-06T06:42:31.5648360Z hello").text == "hello");
    CHECK(log_line("2026-02-06T06:42:31.5648360Z hello").date == "2026-02-06");
    CHECK(log_line("job\tmy step\t\xEF\xBB\xBF"
                   "2026-02-06T06:42:31.5Z \x1b[36;1mls\x1b[0m\r")
              .text == "ls");
    CHECK(log_line("job\tmy step\t2026-02-06T06:42:31.5Z x").part == "job\tmy step");
    CHECK(log_line("2026-02-06T06:42:31.000000Z 00O $ pytest").text == "$ pytest");
    CHECK(log_line("10%\r50%\r100% done").text == "100% done");
    CHECK(log_line("a\tb\tc").text == "a\tb\tc");
    CHECK(log_line(std::string(1'000'000, 'x')).text.size() == 64 * 1024);
}

TEST_CASE("a step of GitHub has its commands and its environ") {
    const std::string text =
        std::string(
            "##[group]Run cd backend\n\x1b[36;1mcd backend\x1b[0m\npytest -v tests\nshell: /usr/bin/bash -e "
            "{0}\nenv:\n") +
        "  A: b c\n  T: ***\n  pythonLocation: /opt/hostedtoolcache/Python/3.11.14/x64\n##[endgroup]\n" + session;
    const auto found = facts(text);
    CHECK(found.script == "cd backend\npytest -v tests");
    CHECK(found.environ.at("A").value == "b c");
    CHECK_FALSE(found.environ.at("T").value);
    CHECK(found.environ.size() == 2);
    CHECK(found.python.value == "3.11.14");
    CHECK(found.plugins == Lines{"cov-7.0.0", "xdist-3.6.1"});
    CHECK(found.failing == Lines{"tests/test_a.py::test_x[a - b]", "tests/test_b.py"});
    CHECK_FALSE(found.cut);
    const Leg leg = leg_of_log(found, {""}, "x.log");
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->options == Lines{"-v"});
    CHECK(leg.cwd.value == "backend");
}

TEST_CASE("the lists of pip, uv, poetry and tox are read") {
    CHECK(packages(facts("Successfully installed Foo_Bar-1.2 pytest-asyncio-0.21.1 uv-0.5\n")) ==
          Lines{"foo-bar==1.2", "pytest-asyncio==0.21.1", "uv==0.5"});
    CHECK(packages(facts("Successfully installed uv version 0.5\n")).empty());
    CHECK(packages(facts(" + click==8.1.0\n + pytest==9.0.0\n")) == Lines{"click==8.1.0", "pytest==9.0.0"});
    CHECK(packages(facts("Package operations: 1 install, 0 updates\n  - Installing pytest (9.0.0)\n")) ==
          Lines{"pytest==9.0.0"});
    CHECK(packages(facts("py311: freeze> python -m pip freeze --all\npy311: pip==25.0,pytest==9.0.0\n")) ==
          Lines{"pip==25.0", "pytest==9.0.0"});
}

TEST_CASE("a list that was shortened is not taken for the whole one") {
    const auto found =
        facts("$ pip install -r requirements.txt\nSuccessfully installed a-1 ... pytest-9.1.1 ...\n$ pytest\n" +
              std::string(session));
    CHECK_FALSE(found.packages_complete);
    CHECK(packages(found) == Lines{"a==1", "pytest==9.1.1"});
    CHECK(facts("Successfully installed a-1 pytest-9.1.1\n").packages_complete);
}

TEST_CASE("a log without a test session gets no pytest command") {
    const auto found = facts("##[group]Run uv run ruff format\nuv run ruff format\nshell: bash\n##[endgroup]\n");
    const Leg leg = leg_of_log(found, {""}, "x.log");
    CHECK_FALSE(leg.pytest);
    CHECK_FALSE(found.session);
}

TEST_CASE("a log that is cut says so") {
    CHECK(facts(std::string(session).substr(0, 200)).cut);
    CHECK(facts("").lines == 0);
}

TEST_CASE("failing ids of JUnit XML") {
    Folder folder;
    folder.write("a.xml",
                 R"(<testsuites><testsuite><testcase classname="tests.test_a.TestX" name="test_y"><failure/></testcase>
<testcase classname="tests.test_a" name="test_z"/></testsuite></testsuites>)");
    CHECK(failing_in_junit((folder.path / "a.xml").string()) == Lines{"tests/test_a.py::TestX::test_y"});
    folder.write("b.xml", "<html/>");
    CHECK_THROWS_WITH(failing_in_junit((folder.path / "b.xml").string()), ContainsSubstring("<html>"));
    CHECK_THROWS_AS(failing_in_junit((folder.path / "c.xml").string()), Error);
}
