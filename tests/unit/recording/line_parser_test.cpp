#include "recording/line_parser.hpp"

#include <boost/json.hpp>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "recording/values.hpp"
#include "util/json_line.hpp"

using namespace testskew;
using namespace testskew::recording;

TEST_CASE("lines are read one after the other, also after one that could not be") {
    LineParser parser;
    const Value* value = parser.parse(R"({"t":"phase","s":1.5})");
    REQUIRE(value);
    CHECK(text(*value, "t") == "phase");
    CHECK(number(*value, "s") == 1.5);
    CHECK_FALSE(parser.parse("{\"t\":"));
    CHECK_FALSE(parser.parse(""));
    CHECK_FALSE(parser.parse("{} {}"));
    const std::string longer(200'000, 'x');  // longer than the memory that is there from the beginning
    value = parser.parse("{\"t\":\"" + longer + "\",\"u\":\"" + longer + "\"}");
    REQUIRE(value);
    CHECK(text(*value, "u").size() == 65536);
    LineParser moved = std::move(parser);
    REQUIRE(moved.parse("[1]"));
    CHECK(integer_of(*item(*moved.parse("[7]"), 0)) == 7);
}

TEST_CASE("what Python writes and JSON forbids is mended") {
    LineParser parser;
    const Value* value = parser.parse(R"({"a":NaN,"b":-Infinity,"c":"\ud800x","d":"\ud83d\ude00","e":"NaN"})");
    REQUIRE(value);
    CHECK(find(*value, "a")->is_null());
    CHECK(find(*value, "b")->is_null());
    CHECK(text(*value, "c") == "\xEF\xBF\xBDx");
    CHECK(text(*value, "d") == "\xF0\x9F\x98\x80");
    CHECK(text(*value, "e") == "NaN");
    value = parser.parse("{\"a\":\"\xFF\"}");
    REQUIRE(value);
    CHECK(text(*value, "a") == "\xEF\xBF\xBD");
}

TEST_CASE("what is nested too deep is refused, and what is just not is read") {
    LineParser parser;
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(parser.parse(nested(deepest_line)));
    CHECK_FALSE(parser.parse(nested(deepest_line + 1)));
    CHECK_FALSE(parser.parse(nested(1'000'000)));
    CHECK(parse_line(nested(deepest_line)));
    CHECK_FALSE(parse_line(nested(deepest_line + 1)));
}

TEST_CASE("both libraries read the same of a line") {
    LineParser parser;
    for (const char* line :
         {R"({"t":"a","t":"b"})", R"({"t":"\u0000"})", R"({"t":99999999999999999999})", R"({"t":01})", R"({"t":"a"}x)",
          " {\"t\":\"a\"} ", R"({"t":"a",})", R"([])", "3", "{\"t\":\"a\tb\"}", R"({"t":-0.0})", R"({"t":1E+2})"}) {
        CAPTURE(line);
        const auto one = parse_line(line);
        const Value* other = parser.parse(line);
        REQUIRE(one.has_value() == (other != nullptr));
        if (other) CHECK(written(*other) == one->dump());
    }
}

TEST_CASE("a number that is too large is read and is none") {
    LineParser parser;
    const Value* value = parser.parse(R"({"n":1e400,"map":{"n":1e400}})");
    REQUIRE(value);
    CHECK(number(*value, "n") == 0);
    CHECK(integer(*value, "n") == 0);
    CHECK(name_map(*value, "map").at("n") == "null");
}
