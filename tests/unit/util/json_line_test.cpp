#include "util/json_line.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"

using testskew::parse_line;
using nlohmann::json;

TEST_CASE("JSON is read as it stands") {
    CHECK(*parse_line(R"({"a":[1,"NaN",{"b":null}]})") == json::parse(R"({"a":[1,"NaN",{"b":null}]})"));
    CHECK((*parse_line(R"(["\ud83d\ude00"])"))[0] == "\xF0\x9F\x98\x80");
}

TEST_CASE("what Python writes beyond JSON is mended") {
    CHECK((*parse_line("[NaN, Infinity, -Infinity, 1]")) == json::parse("[null,null,null,1]"));
    CHECK((*parse_line(R"(["\udc80 \ud83dx \ud83d", NaN])"))[0] == "\xEF\xBF\xBD \xEF\xBF\xBDx \xEF\xBF\xBD");
    CHECK((*parse_line(R"(["a \ud83d\ude00 b", NaN])"))[0] == "a \xF0\x9F\x98\x80 b");
    CHECK((*parse_line("[\"\xff\xfe\"]"))[0] == "\xEF\xBF\xBD\xEF\xBF\xBD");
    // Within a string these words are ordinary text.
    CHECK((*parse_line(R"(["NaN \" Infinity", NaN])"))[0] == "NaN \" Infinity");
}

TEST_CASE("what cannot be mended is not read") {
    for (const char* text : {"", "{", "[1", "nonsense", R"(["\q"])", R"({"a":1}{"b":2})", R"(["\ud8)"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_line(text));
    }
}

TEST_CASE("nesting is limited; brackets in strings do not count") {
    const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(parse_line(nested(64)));
    CHECK_FALSE(parse_line(nested(65)));
    CHECK(parse_line("[\"" + std::string(100, '[') + "\\\"" + std::string(100, '{') + "\"]"));
    CHECK_FALSE(parse_line("\"" + std::string(testskew::max_line, 'x') + "\""));
}
