#include "explain/statement.hpp"

#include "catch.hpp"

using testskew::explain::whole_statement;

TEST_CASE("a statement of several lines is read whole, from any of its lines") {
    const std::string text =
        "def test():\n"
        "    assert (\n"
        "        shown.__doc__  # not a bracket: (\n"
        "        == \"\"\"Shown ')\n"
        "    \"\"\"\n"
        "    )\n"
        "    other = 1\n";
    const std::string whole = whole_statement(text, 3, "assert (");
    CHECK(whole.find("shown.__doc__") != whole.npos);
    CHECK(whole.ends_with("    )"));
    CHECK(whole_statement(text, 5, "assert (") == whole);
    CHECK(whole_statement(text, 2, "assert (") == whole);
    CHECK(whole_statement(text, 7, "other = 1") == "    other = 1");
}

TEST_CASE("a statement goes on after a backslash, and brackets in strings do not count") {
    const std::string text =
        "x = ')(\\'(' + \\\n"
        "    call()\n"
        "y = 1\n";
    CHECK(whole_statement(text, 2, "x = ')(\\'(' + \\") == "x = ')(\\'(' + \\\n    call()");
    CHECK(whole_statement(text, 3, "y = 1") == "y = 1");
}

TEST_CASE("a file that was changed since gives nothing") {
    CHECK(whole_statement("a = 1\nb = 2\n", 2, "c = 3").empty());
    CHECK(whole_statement("a = 1\n", 5, "a = 1").empty());
    CHECK(whole_statement("a = 1\nb = 2\n", 2, "a = 1").empty());  // the statement ended before that line
    CHECK(whole_statement("a = 1\n", 0, "a = 1").empty());
    CHECK(whole_statement("", 1, "a").empty());
}
