#include "util/colours.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("escapes of colours that a repr spelled are taken out, and only those") {
    CHECK(without_spelled_colours("'\\x1b[1;31mred\\x1b[0m'") == "'red'");
    CHECK(without_spelled_colours("\\x1b[2J") == "\\x1b[2J");  // this clears the screen and is no colour
    CHECK(without_spelled_colours("\\x1b[31") == "\\x1b[31");  // the escape is cut off
    CHECK(without_spelled_colours("\\x1b[m.") == ".");
    CHECK(without_spelled_colours("no escape") == "no escape");
}
