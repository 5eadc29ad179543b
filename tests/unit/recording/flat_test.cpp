#include "recording/flat.hpp"

#include "catch.hpp"

using namespace testskew::recording;

TEST_CASE("a flat object gives its members as they stand") {
    const auto o = parse_flat(R"( {"t": "phase", "s":1.5e-3 ,"ok":true,"no":false,"none":null,"empty":""} )");
    REQUIRE(o);
    CHECK(o->count == 6);
    CHECK((*o)["t"] == "phase");
    CHECK(o->word("s") == "1.5e-3");
    CHECK(o->word("ok") == "true");
    CHECK(o->word("no") == "false");
    CHECK(o->word("none") == "null");
    CHECK(o->word("t").empty());
    CHECK((*o)["s"].empty());
    CHECK_FALSE(o->find("missing"));
    CHECK((*o)["empty"].empty());
    CHECK((*o)["missing"].empty());
    CHECK((*parse_flat(R"({"a":"null"})"))["a"] == "null");
}

TEST_CASE("all else is left to the full parser") {
    for (const char* text : {"",
                             "{",
                             "{}",
                             "[]",
                             R"({"a":})",
                             R"({"a":1)",
                             R"({"a":1,})",
                             R"({"a":1}x)",
                             R"({"a":[1]})",
                             R"({"a":{}})",
                             R"({"a":"\n"})",
                             R"({"a":"\u0041"})",
                             "{\"a\":\"\xC3\xA9\"}",
                             "{\"a\":\"\t\"}",
                             R"({"a" 1})",
                             R"({a:1})",
                             R"({"a":tru})",
                             R"({"a":1}{"b":2})",
                             R"({"a":"x)",
                             R"({"a":NaN})",
                             R"({"a":1,"a":2})",
                             R"({"a":01})",
                             R"({"a":1.})",
                             R"({"a":.5})",
                             R"({"a":+1})",
                             R"({"a":1.2.3})",
                             R"({"a":1e})",
                             R"({"a":-})"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_flat(text));
    }
    std::string many = "{";
    for (int i = 0; i < 12; ++i) many += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
    CHECK(parse_flat(many + "}"));
    CHECK_FALSE(parse_flat(many + ",\"one more\":1}"));
}
