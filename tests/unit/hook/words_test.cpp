#include "hook/words.hpp"

#include "catch.hpp"

using namespace testskew::hook;
using Lines = std::vector<std::string>;

namespace {

ProfileCheck check_of(Verdict verdict) {
    ProfileCheck check;
    check.profile = "ci";
    check.python = "3.11.7";
    check.verdict = verdict;
    check.ran = check.planned = 14;
    check.seconds = 6.24;
    return check;
}

CommitCheck commit_of(const ProfileCheck& profile) {
    return {"main", "0123456789abcdef", verdict_of({profile}), "", false, {profile}};
}

}  // namespace

TEST_CASE("what passed is one line, what is known nothing") {
    CHECK(lines_of(commit_of(check_of(Verdict::passed))) == Lines{"main: 14 tests in ci (Python 3.11.7), 6.2 s"});
    CommitCheck known{"main", "0123", Verdict::passed, "", true, {}};
    CHECK(lines_of(known).empty());
    CommitCheck docs{"main", "0123", Verdict::passed, "only documentation changed, no test was run", false, {}};
    CHECK(lines_of(docs) == Lines{"main: only documentation changed, no test was run"});
}

TEST_CASE("what was not checked is said with what was") {
    ProfileCheck check = check_of(Verdict::not_checked);
    check.planned = 260;
    check.reason = "the budget of 60 s ended";
    CHECK(lines_of(commit_of(check)) ==
          Lines{"NOT CHECKED: main in ci (Python 3.11.7): the budget of 60 s ended (14 of 260 tests passed)"});
    check.ran = 0;
    check.python = "";
    CHECK(lines_of(commit_of(check)) == Lines{"NOT CHECKED: main in ci: the budget of 60 s ended"});
    CommitCheck tag{"v1", "0123", Verdict::not_checked, "it is a tag", false, {}};
    CHECK(lines_of(tag) == Lines{"NOT CHECKED: v1: it is a tag"});
}

TEST_CASE("what failed is told with its place, the other side and what to do") {
    ProfileCheck check = check_of(Verdict::failed);
    check.failed = {{"tests/test_a.py::test_x", "TypeError: no", "app.py:3 in f"}, {"tests/test_a.py::test_y", "", ""}};
    check.other = {"local", "3.12.1", 2, {"interpreter: 3.11.7 / 3.12.1"}};
    const CommitCheck commit = commit_of(check);
    CHECK(lines_of(commit) ==
          Lines{"the push of main (0123456789) is stopped: 2 tests fail in ci (Python 3.11.7), 6.2 s",
                "  tests/test_a.py::test_x", "      TypeError: no", "      app.py:3 in f", "  tests/test_a.py::test_y",
                "  in local (Python 3.12.1) they pass; the two differ in", "    interpreter: 3.11.7 / 3.12.1"});
    CHECK(help_lines(commit, "local").at(0) ==
          "why:                testskew run --bad ci --good local --files ref:0123456789 tests/test_a.py");
    CHECK(help_lines(commit, "").at(0) ==
          "why:                testskew run --bad ci --good ci --bad-files ref:0123456789 tests/test_a.py");
    check.other.passed = 1;
    CHECK(lines_of(commit_of(check)).at(5) == "  in local (Python 3.12.1) 1 of them passes; the two differ in");
    check.other.passed = 0;
    CHECK(lines_of(commit_of(check)).back() == "  in local (Python 3.12.1) they fail as well");
}

TEST_CASE("the traceback that a server kept from the tests is told once") {
    ProfileCheck check = check_of(Verdict::failed);
    const HiddenError hidden{"KeyError: 'name'", "GET /a answered as HTTP 500", {"a.py:1 in a", "b.py:2 in b"}};
    check.failed = {{"t.py::test_x", "assert 500 == 200", "", hidden}, {"t.py::test_y", "", "", hidden}};
    const Lines lines = lines_of(commit_of(check));
    CHECK(Lines(lines.begin() + 1, lines.end()) ==
          Lines{"  t.py::test_x", "      assert 500 == 200",
                "      behind it: KeyError: 'name' (GET /a answered as HTTP 500)", "        a.py:1 in a",
                "        b.py:2 in b", "  t.py::test_y", "      behind it: the same as above"});
}

TEST_CASE("of many failing tests the first are named") {
    ProfileCheck check = check_of(Verdict::failed);
    for (int i = 0; i < 20; ++i) check.failed.push_back({"t.py::test_" + std::to_string(i), std::string(500, 'x'), ""});
    const auto lines = lines_of(commit_of(check));
    CHECK(lines.size() == 1 + 2 * 8 + 1);
    CHECK(lines.back() == "  and 12 more");
    CHECK(lines[2].size() < 180);
}

TEST_CASE("a session that ended badly although no test failed stops the push as well") {
    ProfileCheck check = check_of(Verdict::failed);
    check.reason = "pytest ended with exit status 1 although no test failed";
    CHECK(lines_of(commit_of(check)).at(0) ==
          "the push of main (0123456789) is stopped: pytest ended with exit status 1 although no test failed in ci "
          "(Python 3.11.7)");
}

TEST_CASE("one profile that failed decides, else one that was not checked") {
    const ProfileCheck good = check_of(Verdict::passed), bad = check_of(Verdict::failed),
                       open = check_of(Verdict::not_checked);
    CHECK(verdict_of({good, good}) == Verdict::passed);
    CHECK(verdict_of({good, open}) == Verdict::not_checked);
    CHECK(verdict_of({good, open, bad}) == Verdict::failed);
    CHECK(verdict_of({}) == Verdict::not_checked);
}
