#include "util/text.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("shell_quoted quotes only what a shell would change") {
    CHECK(shell_quoted("tests/a.py::test_x") == "tests/a.py::test_x");
    CHECK(shell_quoted("a b") == "'a b'");
    CHECK(shell_quoted("it's") == "'it'\\''s'");
    CHECK(shell_quoted("") == "''");
}

TEST_CASE("nearest finds a misspelt word and refuses a strange one") {
    CHECK(nearest("enviorn", {"environ", "python"}) == "environ");
    CHECK(nearest("pyhton", {"environ", "python"}) == "python");
    CHECK(nearest("zzzzzz", {"environ", "python"}).empty());
}

TEST_CASE("edit_distance counts a transposition once") {
    CHECK(edit_distance("abcd", "abdc") == 1);
    CHECK(edit_distance("", "abc") == 3);
}

TEST_CASE("valid_utf8 replaces each bad byte") {
    CHECK(valid_utf8("a\xFFz") == "a\xEF\xBF\xBDz");
    CHECK(valid_utf8("\xC3\xA9") == "\xC3\xA9");
    CHECK(valid_utf8("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("printable drops what a terminal would obey") {
    CHECK(printable("a\x1b[31mred\x1b[0m\tb\n") == "ared\tb\n");
    CHECK(printable("t\x1b]0;title\x07u") == "tu");
    CHECK(printable("x\x08\x7f\xC2\x9By") == "xy");
    CHECK(printable("a\xE2\x80\xAE"
                    "b\xE2\x81\xA6"
                    "c\xE2\x82\xAC") == "abc\xE2\x82\xAC");  // no other order than it has; the euro sign stays
}
