#include "profile/values.hpp"

#include "catch.hpp"

using namespace testskew::profile;
using Lines = std::vector<std::string>;

namespace {

Node node(const std::string& value) { return parse_toml("k = " + value + "\n", "t").members.at(0).value; }

Value value(const std::string& name, const std::string& text) { return read_value(name, node(text)); }

/// The message of the error that this value of a key causes; "" if the value is accepted.
std::string refusal(const std::string& name, const std::string& text) {
    try {
        read_value(name, node(text));
    } catch (const BadValue& error) {
        CHECK(error.line == 1);
        CHECK(error.column >= 5);
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a Python is a version in quotes or a path") {
    CHECK(value("python", "' 3.11 '") == Value("3.11"));
    CHECK(refusal("python", "3.1") == "must be quoted: \"3.1\" (TOML reads 3.10 without quotes as the number 3.1)");
    CHECK(refusal("python", "3").starts_with("must be quoted: \"3\""));
    CHECK(refusal("python", "'  '").starts_with("is empty"));
    CHECK(refusal("python", "true") == "must be a string, not true or false");
}

TEST_CASE("a day is one of the calendar") {
    for (const char* good : {"2025-11-20", "2024-02-29", "2000-02-29", "2023-12-31"}) CHECK(valid_date(good));
    for (const char* bad : {"2023-02-29", "2100-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-1-01",
                            "1999-01-01", "2025/01/01", "2025-01-01T00", "", "20250101xx"})
        CHECK_FALSE(valid_date(bad));
    CHECK(value("as_of", "2025-11-20") == Value("2025-11-20"));
    CHECK(refusal("as_of", "2025-11-20T10:00:00Z") == "must be a day alone: \"2025-11-20\"");
    CHECK(refusal("as_of", "'yesterday'").find("not \"yesterday\"") != std::string::npos);
}

TEST_CASE("files is a kind of tree or a commit") {
    for (const char* good : {"'worktree'", "'tracked'", "'ref:v1.0'", "'ref:origin/main~2'"})
        CHECK(refusal("files", good).empty());
    for (const char* bad : {"'ref:'", "'ref:-x'", "'ref:a b'", "'ref:a:b'", "\"ref:a\\\\b\""})
        CHECK(refusal("files", bad).starts_with("names no commit"));
    CHECK(refusal("files", "'HEAD'").starts_with("must be \"worktree\""));
}

TEST_CASE("targets and options are kept apart") {
    CHECK(value("targets", "['tests', 'a.py::b']") == Value(Lines{"tests", "a.py::b"}));
    CHECK(refusal("targets", "['-x']") == "holds the option -x: options belong into pytest = [...]");
    CHECK(refusal("targets", "['']").starts_with("holds an empty string"));
    CHECK(value("pytest", "['-k', 'not slow']") == Value(Lines{"-k", "not slow"}));
    CHECK(refusal("pytest", "['tests']").find("belongs into targets") != std::string::npos);
    CHECK(refusal("pytest", "[]").empty());
}

TEST_CASE("setup is a list of commands, each a list of words") {
    using Commands = std::vector<Lines>;
    CHECK(value("setup", "[['a', 'b'], ['c']]") == Value(Commands{{"a", "b"}, {"c"}}));
    CHECK(refusal("setup", "'a b'").starts_with("must be a list of commands"));
    CHECK(refusal("setup", "['a']").starts_with("must be a list of commands"));
    CHECK(refusal("setup", "[[]]") == "holds an empty command");
    CHECK(refusal("setup", "[['', 'x']]") == "holds an empty command");
}

TEST_CASE("requirements are single lines, inherited names have at most one star, at the end") {
    CHECK(refusal("requirements", "[\"a\\nb\"]").starts_with("holds a line break"));
    CHECK(value("inherit", "['HOME', 'AWS_*', '*']") == Value(Lines{"HOME", "AWS_*", "*"}));
    for (const char* bad : {"['']", "['A=1']", "['*X']", "['A*B']"})
        CHECK(refusal("inherit", bad).find("give names of variables") != std::string::npos);
}

TEST_CASE("a variable is a string, or false for one that is not set") {
    CHECK(value("environ.X", "'1'") == Value("1"));
    CHECK(value("environ.X", "false") == Value(false));
    CHECK(refusal("environ.X", "true").find("write \"true\" or \"1\" in quotes") != std::string::npos);
    CHECK(refusal("environ.X", "8.50") == "must be a string: write \"8.50\" in quotes");
    CHECK(refusal("environ.X", "\"a\\u0000b\"") == "holds a NUL character");
}

TEST_CASE("host settings are checked") {
    CHECK(value("host.umask", "'022'") == Value("022"));
    CHECK(value("host.umask", "'0777'") == Value("0777"));
    for (const char* bad : {"'8'", "''", "'1777'", "'00022'", "22"}) CHECK_FALSE(refusal("host.umask", bad).empty());
    CHECK(value("host.terminal", "[100, 30]") == Value(Lines{"100", "30"}));
    CHECK(value("host.terminal", "true") == Value(true));
    for (const char* bad : {"[100]", "[0, 30]", "[100, 10001]", "['100', '30']", "'yes'"})
        CHECK(refusal("host.terminal", bad).starts_with("must be true, false or [columns, rows]"));
    CHECK(value("host.user", "1000") == Value("1000"));
    CHECK(value("host.user", "'nobody'") == Value("nobody"));
    for (const char* bad : {"'a/b'", "'-x'", "''", "'a b'"}) CHECK_FALSE(refusal("host.user", bad).empty());
    CHECK(value("host.cpus", "2") == Value(2L));
    CHECK(refusal("host.cpus", "0") == "must be a whole number from 1");
    CHECK(value("host.limits.core", "'unlimited'") == Value(-1L));
    CHECK(value("host.limits.nofile", "0") == Value(0L));
    CHECK_FALSE(refusal("host.limits.nofile", "-1").empty());
}

TEST_CASE("a branch has a name that git takes") {
    for (const char* good : {"''", "'main'", "'topic/x.y'", "'a@b'"}) CHECK(refusal("git.branch", good).empty());
    for (const char* bad :
         {"'HEAD'",   "'@'",        "'a..b'", "'a@{b'", "'a//b'", "'/a'",  "'a/'",  "'a.'",  "'.a'",  "'a/.b'",
          "'a.lock'", "'a.lock/b'", "'-a'",   "'a b'",  "'a~b'",  "'a^b'", "'a:b'", "'a?b'", "'a*b'", "'a[b'"})
        CHECK(refusal("git.branch", bad) == "must be the name of a branch, or \"\" for a detached HEAD");
    CHECK(value("git.depth", "5") == Value(5L));
    CHECK_FALSE(refusal("git.depth", "3000000000").empty());
    CHECK(refusal("git.tags", "'no'").starts_with("must be true or false"));
}

TEST_CASE("a key with a short list of words accepts no other word") {
    CHECK(refusal("seed", "'conda'") == "must be \"venv\" or \"uv\" or \"none\", not \"conda\"");
    CHECK(refusal("invocation", "'py.test'") == "must be \"pytest\" or \"python -m pytest\", not \"py.test\"");
    CHECK(refusal("home", "'private'").empty());
    CHECK(refusal("exclusive", "1").starts_with("must be true or false"));
    CHECK(refusal("lock", "''") == "is empty");
}

TEST_CASE("names are one string or several") {
    CHECK(read_names(node("'a'")) == Lines{"a"});
    CHECK(read_names(node("['a', 'b']")) == Lines{"a", "b"});
    CHECK_THROWS_AS(read_names(node("['']")), BadValue);
    CHECK_THROWS_AS(read_names(node("1")), BadValue);
    CHECK_THROWS_AS(read_strings(node("['a', 1]")), BadValue);
}
