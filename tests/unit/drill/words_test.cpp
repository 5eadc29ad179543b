#include "drill/words.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::drill;
using Kind = sides::SwapDelta::Kind;

namespace {
const SideNames names{"ci", "local"};
}

TEST_CASE("A variable's value is shown only where nobody could mind") {
    const auto shown = [](const char* name, const std::optional<std::string>& value,
                          const std::optional<std::string>& inherited = std::nullopt, const Secrets& secrets = {}) {
        const auto result = shown_value(name, value, inherited, secrets);
        return !result ? "(not set)" : result->shown ? result->text : "(hidden)" + result->text;
    };
    CHECK(shown("MODE", "fast") == "fast");
    CHECK(shown("MODE", "set") == "set");
    CHECK(shown("MODE", std::nullopt, "x") == "(not set)");
    CHECK(shown("API_TOKEN", "abcdefgh") == "(hidden)");
    CHECK(shown("MODE", "fast", "fast") == "(hidden)");  // the shell's own
    CHECK(shown("TZ", "Europe/Vienna", "Europe/Vienna") == "Europe/Vienna");
    CHECK(shown("PYTHONPATH", "/home/x", "/home/x") == "(hidden)");
    CHECK(shown("MODE", std::string(100, 'x')) == "(hidden)");
    CHECK(shown("URL", "https://user:secret@host/") == "(hidden)");
    Secrets secrets;
    secrets.add({{"TOKEN", "a-secret-of-the-side"}});
    CHECK(shown("MODE", "a-secret-of-the-side", std::nullopt, secrets) == "(hidden)");
}

TEST_CASE("A variable's sentence") {
    const auto value = [](const char* text) { return CauseValue{text, true}; };
    const CauseValue hidden{"", false};
    CHECK(sentence(CauseVariable{"KEY", std::nullopt, hidden}, names) == "KEY is set in local and not in ci");
    CHECK(sentence(CauseVariable{"KEY", hidden, std::nullopt}, names) == "KEY is set in ci and not in local");
    CHECK(sentence(CauseVariable{"CI", value("true"), std::nullopt}, names) ==
          "CI is set in ci ('true') and not in local");
    CHECK(sentence(CauseVariable{"TZ", value("EST5EDT"), value("UTC")}, names) ==
          "TZ is 'EST5EDT' in ci and 'UTC' in local");
    CHECK(sentence(CauseVariable{"KEY", hidden, hidden}, names) == "KEY has another value in ci than in local");
    CHECK(sentence(CauseVariable{"KEY", value("a"), hidden}, names) == "KEY has another value in ci than in local");
}

TEST_CASE("A variable whose value is `set` is told from one whose value is not shown") {
    CHECK(sentence(CauseVariable{"MODE", CauseValue{"set", true}, std::nullopt}, names) ==
          "MODE is set in ci ('set') and not in local");
    CHECK(sentence(CauseVariable{"MODE", CauseValue{"set", true}, CauseValue{"unset", true}}, names) ==
          "MODE is 'set' in ci and 'unset' in local");
}

TEST_CASE("A package's sentence names the first release that fails, or the last") {
    CHECK(sentence(CausePackage{"httpx", "0.28.1", "0.27.2", "0.28.0"}, true, names) ==
          "httpx 0.28.0 is the first release that fails (0.28.1 in ci, 0.27.2 in local)");
    CHECK(sentence(CausePackage{"pytest", "9.2.0", "7.4.3", "8.2.0"}, true, names, true) ==
          "pytest 8.2.0 is the first release that fails, in another way than 9.2.0 (9.2.0 in ci, 7.4.3 in local)");
    CHECK(sentence(CausePackage{"httpx", "0.27.0", "0.28.1", "0.27.2"}, false, names) ==
          "httpx 0.27.2 is the last release that fails (0.27.0 in ci, 0.28.1 in local)");
    CHECK(sentence(CausePackage{"httpx", "0.28.1", "0.27.2", ""}, true, names) ==
          "httpx is 0.28.1 in ci and 0.27.2 in local");
    CHECK(sentence(CausePackage{"h2", "", "4.1.0", ""}, true, names) ==
          "h2 is installed in local (4.1.0) and not in ci");
}

TEST_CASE("Releases that could not be tried are named, and why") {
    const std::vector<std::string> versions = {"1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "2.0"};
    CHECK(not_tried(versions, {1}, {}) == "1.1 in between could not be tried");
    CHECK(not_tried(versions, {1, 2}, {1}) ==
          "1.1 and 1.2 in between could not be tried, 1 of them as compiling takes too long");
    CHECK(not_tried(versions, {1}, {1}) ==
          "1.1 in between could not be tried: it would have to be compiled, which takes too long");
    CHECK(
        not_tried(versions, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}) ==
        "1.1, 1.2, 1.3 and 2 more in between could not be tried: they would have to be compiled, which takes too long");
}

TEST_CASE("The user that a profile does not name is root: only root may be another one") {
    sides::SwapDelta delta{Kind::user, "host", "user", std::nullopt, "nobody"};
    CHECK_THAT(sentence(delta, names), ContainsSubstring("nobody in local"));
    CHECK_THAT(sentence(delta, names), ContainsSubstring("root in ci"));
}

TEST_CASE("An interpreter's sentence") {
    CHECK(sentence(CauseInterpreter{"3.11", "3.12", "3.11"}, "", names) ==
          "Python 3.11 fails and 3.12 passes with the same packages");
    CHECK(sentence(CauseInterpreter{"3.9", "3.13", "3.11"}, "3.12", names) ==
          "Python 3.11 fails and 3.12 passes with the same packages (3.9 in ci, 3.13 in local)");
    CHECK(sentence(CauseInterpreter{"3.9", "3.13", ""}, "", names) ==
          "Python 3.9 fails and 3.13 passes with the same packages");
}

TEST_CASE("Sentences of files, options and the host") {
    CHECK(sentence({Kind::path, "files", "a.ini", std::nullopt, "ignored by git"}, names) ==
          "a.ini is missing in ci (ignored by git)");
    CHECK(sentence({Kind::path, "files", "a.ini", "missing in good", std::nullopt}, names) ==
          "a.ini is there in ci and not in local");
    CHECK(sentence({Kind::option, "selection", "-m", "-m integration", std::nullopt}, names) ==
          "pytest is given `-m integration` in ci and not in local");
    CHECK(sentence({Kind::option, "selection", "-n", "-n 2", "-n 4"}, names) ==
          "pytest is given `-n 2` in ci and `-n 4` in local");
    CHECK(sentence({Kind::umask, "host", "umask", "002", "022"}, names) == "the umask is 002 in ci and 022 in local");
    CHECK(sentence({Kind::terminal, "host", "terminal", "pipe", "terminal 80x24"}, names) ==
          "pytest runs on pipes in ci and in a terminal 80x24 in local");
    CHECK(sentence({Kind::git_tags, "files", "git tags", "none", "all"}, names) == "the git tags are missing in ci");
    CHECK(sentence({Kind::git_branch, "files", "git branch", "", "main"}, names) ==
          "git's HEAD is detached in ci and on main in local");
}

TEST_CASE("Minimal sets are joined by what is needed and what is enough") {
    CHECK(joined({{"a"}}) == "a");
    CHECK(joined({{"a", "b"}}) == "both are needed: a; b");
    CHECK(joined({{"a", "b", "c"}}) == "all are needed: a; b; c");
    CHECK(joined({{"a"}, {"b"}}) == "either is enough: a; or b");
    CHECK(joined({{"a"}, {"b"}, {"c"}}) == "any one of these is enough: a; or b; or c");
    CHECK(joined({{"a", "b"}, {"c"}}) == "either is enough: together: a, b; or c");
    CHECK(joined({}).empty());
    CHECK(joined({{"a.py:4 sets X"}, {"b.py:7 sets X"}, {"c.py:1 sets X"}}) ==
          "each of a.py:4, b.py:7 and c.py:1 sets X, and any one is enough");
    CHECK(joined({{"a.py:4 sets X"}, {"b.py:7 sets Y"}}) == "either is enough: a.py:4 sets X; or b.py:7 sets Y");
    CHECK(enumerated({"a", "b", "c"}) == "a, b and c");
}
