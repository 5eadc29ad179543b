#include "util/last_error_line.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("the line of an exception is told, also where its message has several lines") {
    CHECK(last_error_line("Traceback (most recent call last):\n  File \"x\", line 1\nKeyError: 'a'\n") ==
          "KeyError: 'a'");
    CHECK(last_error_line(
              "Error while loading plugin \"pytest11\".\npytest.PytestRemovedIn10Warning: old-style hooks.\n"
              "Please use another\n at /p/plugin.py:21\n") == "pytest.PytestRemovedIn10Warning: old-style hooks.");
    CHECK(last_error_line("ValueError: one\n\nDuring handling ...\n\nTypeError: two\nmore\n") == "TypeError: two");
    CHECK(last_error_line("INTERNALERROR> Traceback\nINTERNALERROR> KeyError: 1\nINTERNALERROR>   note\n") ==
          "KeyError: 1");
    CHECK(last_error_line("KeyboardInterrupt\r\nbye") == "KeyboardInterrupt");
}

TEST_CASE("without an exception it is the last line that says something") {
    CHECK(last_error_line("") == "");
    CHECK(last_error_line("\n \n") == "");
    CHECK(last_error_line("one\ntwo\n\n") == "two");
    CHECK(last_error_line("usage: pytest\nError of mine: x\n  KeyError: inside\nan Error here\n") == "an Error here");
}
