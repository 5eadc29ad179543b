#include "util/colours.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("escapes of colours that a repr spelled are taken out, and only those") {
    CHECK(without_spelled_colours("'\\x1b[1;31mred\\x1b[0m'") == "'red'");
    CHECK(without_spelled_colours("\\x1b[2J") == "\\x1b[2J");  // clears the screen: no colour
    CHECK(without_spelled_colours("\\x1b[31") == "\\x1b[31");  // cut off
    CHECK(without_spelled_colours("\\x1b[m.") == ".");
    CHECK(without_spelled_colours("no escape") == "no escape");
}
