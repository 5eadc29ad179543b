#include "ci/log.hpp"

#include <sstream>

#include "catch.hpp"
#include "ci/leg_toml.hpp"
#include "ci/log_lines.hpp"

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
    "=========================== short test summary info ============================\n"
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
    CHECK_FALSE(
        facts("Successfully installed pytest-9.1.1 a-1 " + std::string(70'000, 'b') + "-1\n").packages_complete);
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

TEST_CASE("a captured record of logging is no failing test") {
    const std::string start = "============================= test session starts ==============================\n",
                      captured =
                          "ERROR    mymod:test_a.py:10 something failed\nERROR x.py:3 something else\n"
                          "2024-01-01 app::core ERROR GitLab is away\n",
                      verbose = "tests/test_a.py::test_one FAILED                                      [100%]\n";
    CHECK(facts(start + captured + verbose).failing == Lines{"tests/test_a.py::test_one"});
    CHECK_FALSE(facts(start + captured + "py311: commands[0]> pytest\n").provider);
    CHECK_FALSE(facts(start + captured + "py311: commands[0]> pytest\n").through_tox);
    CHECK(facts(start + "a.py::t ERROR\nb.py::u FAILED [ 50%]\n").failing == Lines{"a.py::t", "b.py::u"});
    const std::string summary = "=================== short test summary info ====================\n";
    CHECK(facts(start + captured + verbose + summary + "ERROR tests/test_b.py - x\n").failing ==
          Lines{"tests/test_b.py"});
}

TEST_CASE("the list of tox is all that there is, and what was removed or comes after the tests is not there") {
    const auto found = facts(
        "Successfully installed colorama-0.4.6 tox-4.0.0\n + ghost==1.0\n - ghost==1.0\n"
        "py311: freeze> python -m pip freeze --all\npy311: pytest==8.0.0,iniconfig==2.0\n"
        "py311: commands[0]> pytest -q\n" +
        std::string(session) + "Successfully installed later-1.0\n");
    CHECK(packages(found) == Lines{"pytest==8.0.0", "iniconfig==2.0"});
    CHECK(found.packages_complete);
    CHECK(packages(facts(" + ghost==1.0\n + pytest==8.0\n - ghost==1.0\n")) == Lines{"pytest==8.0"});
    CHECK(packages(facts("Successfully installed a-1.0 b-1.0\n  Successfully uninstalled a-1.0\n")) == Lines{"b==1.0"});
}

TEST_CASE("a line of the output that begins with Run is no title of a step") {
    const auto found = facts(
        "##[group]Run pip install pytest\npip install pytest\npytest\nshell: /usr/bin/bash -e {0}\n##[endgroup]\n"
        "Successfully installed iniconfig-2.0 pytest-8.0.0\nRun `npm audit` for details.\n"
        "Successfully installed foo-1.0\n" +
        std::string(session));
    CHECK(packages(found) == Lines{"iniconfig==2.0", "pytest==8.0.0", "foo==1.0"});
    CHECK(found.script == "pip install pytest\npytest");
    const auto page = facts(
        "Run `npm audit` for details.\nSuccessfully installed foo-1.0\nRun pytest -v\n  pytest -v\n"
        "  shell: /usr/bin/bash -e {0}\n  env:\n    A: b\n" +
        std::string(session));
    CHECK(page.script == "pytest -v");
    CHECK(page.script_origin.line == 3);
    CHECK(page.environ.at("A").value == "b");
    CHECK(packages(page) == Lines{"foo==1.0"});
    CHECK(facts("Run `npm audit` for details.\nSuccessfully installed foo-1.0\n").packages.size() == 1);
}

TEST_CASE("a value of several lines has no end that can be told, and those after it are kept") {
    const auto found = facts(
        "##[group]Run pytest -q\npytest -q\nshell: /usr/bin/bash -e {0}\nenv:\n  A: one\n"
        "  CFG: line1\nline2\n   more: x\n  Z: last\n##[endgroup]\n" +
        std::string(session));
    CHECK(found.environ.at("A").value == "one");
    CHECK_FALSE(found.environ.at("CFG").value);
    CHECK(found.environ.at("CFG").why == "a value of several lines");
    CHECK(found.environ.at("Z").value == "last");
    CHECK(found.environ.size() == 3);
}

TEST_CASE("a log of nobody's CI, and one that goes through tox, are no plain step of GitHub") {
    const std::string start = "============================= test session starts ==============================\n";
    const auto own = facts(start + "rootdir: /home/me/x\n");
    CHECK_FALSE(own.provider);
    CHECK(leg_toml(leg_of_log(own, {""}, "p.log"), {}).find("github") == std::string::npos);
    const std::string step = "##[group]Run tox\ntox\nshell: /usr/bin/bash -e {0}\n##[endgroup]\n";
    const auto tox = facts(step + "py311: commands[0]> pytest -q\n" + session);
    CHECK(tox.through_tox);
    CHECK(leg_toml(leg_of_log(tox, {""}, "p.log"), {}).find("extends") == std::string::npos);
    CHECK(leg_toml(leg_of_log(facts(step + std::string(session)), {""}, "p.log"), {}).find("github-ubuntu") !=
          std::string::npos);
}
