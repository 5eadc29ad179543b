#include "report/part_words.hpp"

#include "catch.hpp"
#include "report/cause_words.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {
const SideNames names{"ci", "local"};
}

TEST_CASE("A variable's sentence") {
    const auto value = [](const char* text) { return CauseValue{text, true}; };
    const CauseValue hidden{"", false};
    CHECK(variable_words(CauseVariable{"KEY", std::nullopt, hidden}, names) == "KEY is set in local and not in ci");
    CHECK(variable_words(CauseVariable{"KEY", hidden, std::nullopt}, names) == "KEY is set in ci and not in local");
    CHECK(variable_words(CauseVariable{"CI", value("true"), std::nullopt}, names) ==
          "CI is set in ci ('true') and not in local");
    CHECK(variable_words(CauseVariable{"TZ", value("EST5EDT"), value("UTC")}, names) ==
          "TZ is 'EST5EDT' in ci and 'UTC' in local");
    CHECK(variable_words(CauseVariable{"KEY", hidden, hidden}, names) == "KEY has another value in ci than in local");
    CHECK(variable_words(CauseVariable{"KEY", value("a"), hidden}, names) ==
          "KEY has another value in ci than in local");
}

TEST_CASE("A variable whose value is `set` is told from one whose value is not shown") {
    CHECK(variable_words(CauseVariable{"MODE", CauseValue{"set", true}, std::nullopt}, names) ==
          "MODE is set in ci ('set') and not in local");
    CHECK(variable_words(CauseVariable{"MODE", CauseValue{"set", true}, CauseValue{"unset", true}}, names) ==
          "MODE is 'set' in ci and 'unset' in local");
}

TEST_CASE("A package's sentence names the first release that fails, or the last") {
    CausePackage otherwise{"pytest", "9.2.0", "7.4.3", "8.2.0"}, older{"httpx", "0.27.0", "0.28.1", "0.27.2"};
    otherwise.otherwise = true;
    older.bad_is_newer = false;
    CHECK(package_words(CausePackage{"httpx", "0.28.1", "0.27.2", "0.28.0"}, names) ==
          "httpx 0.28.0 is the first release that fails (0.28.1 in ci, 0.27.2 in local)");
    CHECK(package_words(otherwise, names) ==
          "pytest 8.2.0 is the first release that fails, in another way than 9.2.0 (9.2.0 in ci, 7.4.3 in local)");
    CausePackage behind{"flask", "3.1.3", "2.2.5", "2.3.3", "2.3.2"};
    behind.fails_before = true;
    CHECK(package_words(behind, names) ==
          "flask 2.3.3 is the first release that fails in this way (3.1.3 in ci, 2.2.5 in local)");
    CHECK(release_line(behind) == "flask 2.3.2 fails by what hides behind it, 2.3.3 in this way");
    CHECK(package_words(older, names) == "httpx 0.27.2 is the last release that fails (0.27.0 in ci, 0.28.1 in local)");
    CHECK(package_words(CausePackage{"httpx", "0.28.1", "0.27.2", ""}, names) ==
          "httpx is 0.28.1 in ci and 0.27.2 in local");
    CHECK(package_words(CausePackage{"h2", "", "4.1.0", ""}, names) ==
          "h2 is installed in local (4.1.0) and not in ci");
}

TEST_CASE("An interpreter's sentence") {
    CHECK(interpreter_words(CauseInterpreter{"3.11", "3.12", "3.11"}, names) ==
          "Python 3.11 fails and 3.12 passes with the same packages");
    CHECK(interpreter_words(CauseInterpreter{"3.9", "3.13", "3.11", false, "3.12"}, names) ==
          "Python 3.11 fails and 3.12 passes with the same packages (3.9 in ci, 3.13 in local)");
    CHECK(interpreter_words(CauseInterpreter{"3.9", "3.13", ""}, names) ==
          "Python 3.9 fails and 3.13 passes with the same packages");
}

TEST_CASE("Two builds of one minor version are told by their versions, or by where they lie") {
    CauseInterpreter builds{"3.12", "3.12", ""};
    builds.bad_build = "3.12.5", builds.good_build = "3.12.1";
    CHECK(interpreter_words(builds, names) == "Python 3.12.5 fails and 3.12.1 passes with the same packages");
    builds.bad_build = "/a/python", builds.good_build = "/b/python", builds.builds_by_path = true;
    CHECK(interpreter_words(builds, names) ==
          "the interpreter /a/python fails and /b/python passes with the same packages");
}
