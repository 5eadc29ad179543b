#include "status/lines.hpp"

#include <algorithm>

#include "catch.hpp"
#include "util/columns.hpp"

using namespace testskew;
using namespace testskew::status;

TEST_CASE("lines fit into the terminal") {
    const std::vector<Line> lines = {{"ci", "17/31 tests", 3.44},
                                     {"a-label-that-is-very-long-indeed", std::string(100, 'w'), 65},
                                     {"\xe6\x97\xa5\xe6\x9c\xac", "x\ny", 0}};
    for (const int columns : {1, 2, 5, 10, 20, 40, 80, 300})
        for (const auto& line : live_lines(lines, columns, 24)) {
            CHECK(display_width(line) <= std::max(columns - 1, 1));
            CHECK(line.find('\n') == std::string::npos);
        }
}

TEST_CASE("a line has a label, what is done and how long it has taken") {
    CHECK(live_lines({{"ci", "17/31 tests", 3.44}}, 40, 24) ==
          std::vector<std::string>{"  ci  17/31 tests                 3.4 s"});
    CHECK(live_lines({}, 80, 24).empty());
}

TEST_CASE("labels are padded to the widest, in columns and not in bytes") {
    const auto lines = live_lines({{"ci", "x", 0}, {"\xe6\x97\xa5\xe6\x9c\xac", "x", 0}}, 80, 24);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].substr(0, 9) == "  ci    x");
    CHECK(lines[1].rfind("  \xe6\x97\xa5\xe6\x9c\xac  x", 0) == 0);
}

TEST_CASE("control characters never reach the terminal") {
    const auto lines = live_lines({{"a\x1b[31mb", "x\ty\x07", 0}}, 80, 24);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].rfind("  ab  x y ", 0) == 0);
}

TEST_CASE("more activities than rows: the last line counts those that are not shown") {
    const auto lines = live_lines(std::vector<Line>(100), 80, 10);
    REQUIRE(lines.size() == 8);
    CHECK(lines[7] == "  and 93 more");
    CHECK(live_lines(std::vector<Line>(8), 80, 10).size() == 8);  // they fit exactly
    CHECK(live_lines(std::vector<Line>(5), 80, 1).size() == 1);
}

TEST_CASE("a text is shortened by whole characters") {
    CHECK(fitted("abcdef", 6) == "abcdef");
    CHECK(fitted("abcdefg", 6) == "abc...");
    CHECK(fitted("\xe6\x97\xa5\xe6\x97\xa5\xe6\x97\xa5", 5) == "\xe6\x97\xa5...");
    CHECK(fitted("abcdef", 2) == "..");
    CHECK(fitted("abc", 0).empty());
    CHECK(fitted("abc", -1).empty());
}

TEST_CASE("a time is short, and never shows sixty seconds") {
    CHECK(elapsed_text(-1) == "0.0 s");
    CHECK(elapsed_text(0.44) == "0.4 s");
    CHECK(elapsed_text(59.94) == "59.9 s");
    CHECK(elapsed_text(59.96) == "1:00");
    CHECK(elapsed_text(65) == "1:05");
    CHECK(elapsed_text(3599.6) == "1:00:00");
    CHECK(elapsed_text(3723) == "1:02:03");
}
