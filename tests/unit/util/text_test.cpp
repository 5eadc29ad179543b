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
    // The characters that change the order are gone; the euro sign stays.
    CHECK(printable("a\xE2\x80\xAE"
                    "b\xE2\x81\xA6"
                    "c\xE2\x82\xAC") == "abc\xE2\x82\xAC");
}

TEST_CASE("split keeps empty parts, and join puts them together again") {
    CHECK(split("a,,b,", ',') == std::vector<std::string>{"a", "", "b", ""});
    CHECK(split("", ',') == std::vector<std::string>{""});
    for (const char* text : {"", "a", ",", "a,b", ",a,,"}) CHECK(join(split(text, ','), ",") == text);
    CHECK(join({}, ", ").empty());
}

TEST_CASE("trim takes white space from both ends only") {
    CHECK(trim(" \t a b\r\n") == "a b");
    CHECK(trim(" \n\v\f ").empty());
    CHECK(trim("").empty());
}

TEST_CASE("shell_command can be copied into a shell") {
    CHECK(shell_command({"python", "-m", "pytest", "a b", "x=$HOME"}) == "python -m pytest 'a b' 'x=$HOME'");
    CHECK(shell_command({}).empty());
}

TEST_CASE("count_of knows one and many") {
    CHECK(count_of(0, "test") == "0 tests");
    CHECK(count_of(1, "test") == "1 test");
    CHECK(count_of(2, "entry", "entries") == "2 entries");
    CHECK(count_of(1, "entry", "entries") == "1 entry");
}

TEST_CASE("lower changes letters of ASCII only") { CHECK(lower("AbC-\xC3\x84") == "abc-\xC3\x84"); }

TEST_CASE("edit_distance is symmetric and zero only for equal words") {
    const std::vector<std::string> words = {"", "a", "ab", "ba", "python", "pyhton", "environ"};
    for (const auto& one : words)
        for (const auto& other : words) {
            CHECK(edit_distance(one, other) == edit_distance(other, one));
            CHECK((edit_distance(one, other) == 0) == (one == other));
        }
}

TEST_CASE("nearest takes the nearest of several, whatever their case") {
    CHECK(nearest("Pythn", {"path", "PYTHON", "pyth"}) == "PYTHON");
    CHECK(nearest("pytho", {"path", "PYTHON"}) == "PYTHON");
    CHECK(nearest("x", {}).empty());
}

TEST_CASE("valid_utf8 refuses overlong forms, surrogates and what is cut off") {
    const std::string sign = "\xEF\xBF\xBD";
    CHECK(valid_utf8("\xC0\x80") == sign + sign);
    CHECK(valid_utf8("\xE0\x80\x80") == sign + sign + sign);
    CHECK(valid_utf8("\xF5\x80\x80\x80") == sign + sign + sign + sign);
    CHECK(valid_utf8("\xE6\x97") == sign + sign);
    CHECK(valid_utf8("\xF0\x9F\x90\x8D") == "\xF0\x9F\x90\x8D");
}

TEST_CASE("printable ends an escape sequence where it ends, also at the end of the text") {
    CHECK(printable("a\x1b") == "a");
    CHECK(printable("a\x1b[") == "a");
    CHECK(printable("a\x1b[12;3") == "a");
    CHECK(printable("a\x1b]8;;url\x1b\\b") == "ab");  // a link, ended by ST
    CHECK(printable("a\x1b"
                    "cb") == "ab");              // a reset
    CHECK(printable("\xC2\xA0") == "\xC2\xA0");  // a no-break space is no control character
}

TEST_CASE("a command line has the words that a shell reads") {
    using Lines = std::vector<std::string>;
    CHECK(shell_words("pytest  -m \"not slow\" 'a \"b\"' c\\ d \"\"") ==
          Lines{"pytest", "-m", "not slow", "a \"b\"", "c d", ""});
    CHECK(shell_words(" ").empty());
    CHECK(shell_words("a'b'\"c\"") == Lines{"abc"});
}
