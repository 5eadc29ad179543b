#include "util/recording_name.hpp"

#include "catch.hpp"

using testskew::recording_name;

TEST_CASE("a recording is named by its file, and one of its sessions by a number") {
    CHECK(recording_name("a/leg.jsonl").path == "a/leg.jsonl");
    CHECK(recording_name("a/leg.jsonl").session == 0);
    CHECK(recording_name("a/leg.jsonl").number() == 1);
    CHECK(recording_name("leg.jsonl:12").path == "leg.jsonl");
    CHECK(recording_name("leg.jsonl:12").session == 12);
    CHECK(testskew::name_of_session("leg.jsonl", 2) == "leg.jsonl:2");
}

TEST_CASE("other words name no recording") {
    for (const char* word : {"", "ci", "leg.json", "leg.jsonl:", "leg.jsonl:0", "leg.jsonl:-1", "leg.jsonl:2x", "a:2",
                             "leg.jsonl:99999999999"})
        CHECK_FALSE(recording_name(word).names_one());
}

TEST_CASE("recordings of one name get the folder before it, then a number") {
    std::vector<std::string> names = {"leg", "leg", "leg", "leg", "other"};
    testskew::make_distinct(names, {"a/leg.jsonl", "b/leg.jsonl", "x/a/leg.jsonl", "leg.jsonl", "a/other.jsonl"});
    CHECK(names == std::vector<std::string>{"a/leg", "b/leg", "a/leg-2", "leg", "other"});
}
