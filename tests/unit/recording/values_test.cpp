#include "recording/values.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"

using namespace testskew;
using namespace testskew::recording;
using nlohmann::json;

TEST_CASE("a text is capped, without a character cut in two, and is otherwise as it was written") {
    const std::string snowman = "\xE2\x98\x83";
    std::string many;
    while (many.size() < 70000) many += snowman;
    const json object = {{"a", many}, {"b", "PASSWORD=hunter2hunter2"}, {"c", 3}};
    const auto capped = text(object, "a");
    CHECK(capped.size() <= 65536);
    CHECK(capped.size() % 3 == 0);
    CHECK(capped.size() > 65530);
    CHECK(text(object, "b") == "PASSWORD=hunter2hunter2");  // the writers hide secrets
    CHECK(text(object, "c").empty());
    CHECK(text(object, "none").empty());
    CHECK(text(json(3), "a").empty());
}

TEST_CASE("lists and maps keep what is of their type") {
    const json object = {
        {"list", {"a", 1, nullptr, "b"}},
        {"map", {{"s", "x"}, {"i", 3}, {"f", 1.5}, {"b", true}, {"n", nullptr}, {"l", json::array()}}}};
    CHECK(names(object, "list") == std::vector<std::string>{"a", "b"});
    CHECK(names(object, "map").empty());
    CHECK(name_map(object, "map") ==
          std::map<std::string, std::string>{{"s", "x"}, {"i", "3"}, {"f", "1.5"}, {"b", "true"}});
    CHECK(name_map(object, "list").empty());
}

TEST_CASE("numbers are finite, and whole ones fit") {
    const json object = {
        {"n", 1.75},           {"big", 3e9},  {"huge", 1e300}, {"inf", std::numeric_limits<double>::infinity()},
        {"nan", std::nan("")}, {"minus", -4}, {"text", "4"},   {"bool", true}};
    CHECK(number(object, "n") == 1.75);
    CHECK(number(object, "inf") == 0);
    CHECK(number(object, "nan") == 0);
    CHECK(number(object, "text") == 0);
    CHECK(integer(object, "n") == 1);
    CHECK(integer(object, "minus") == -4);
    for (const char* key : {"big", "huge", "inf", "nan", "text", "bool", "none"}) CHECK(integer(object, key) == 0);
    CHECK(flag(object, "bool"));
    CHECK_FALSE(flag(object, "n"));
    CHECK_FALSE(flag(object, "none"));
}

TEST_CASE("a frame needs a path, a line and a function; source and kind may be missing") {
    CHECK_FALSE(frame(json::parse("[]")));
    CHECK_FALSE(frame(json::parse(R"(["a.py",3])")));
    CHECK_FALSE(frame(json::parse(R"({"path":"a.py"})")));
    const auto bare = frame(json::parse(R"(["a.py",3,"f"])"));
    REQUIRE(bare);
    CHECK(bare->path == "a.py");
    CHECK(bare->line == 3);
    CHECK(bare->function == "f");
    CHECK_FALSE(bare->project);
    CHECK(frame(json::parse(R"(["a.py",3,"f","x","p"])"))->project);
    CHECK_FALSE(frame(json::parse(R"(["a.py",3,"f","x","s"])"))->project);
    CHECK(frame(json::parse(R"([7,"x",null,[],1])"))->path.empty());
}

TEST_CASE("a chain keeps what an exception is about, and says where it was cut") {
    const auto one = chain(json::parse(R"({"chain":[7,{"type":"TypeError","message":"m","link":"cause","cut":true,
        "subject":{"name":"shutil.rmtree","member":"parameter onexc","expression":"rmtree(p); ","kind":"l"},
        "frames":[["a.py",1,"f"],"odd",["b.py",2,"g"]]
}]
})"));
    REQUIRE(one.size() == 1);
    CHECK(one[0].type + one[0].message + one[0].link == "TypeErrormcause");
    CHECK(one[0].cut);
    REQUIRE(one[0].frames.size() == 2);
    REQUIRE(one[0].subject);
    CHECK(one[0].subject->member == "parameter onexc");

    json deep = {{"type", "RecursionError"}, {"frames", json::array()}};
    for (int i = 0; i < 500; ++i) deep["frames"].push_back(json{"a.py", i, "f"});
    json many = json::array();
    for (int i = 0; i < 60; ++i) many.push_back(json{{"type", "E"}});
    const auto cut = chain(json{{"chain", {deep}}});
    CHECK(cut.at(0).frames.size() == 400);
    CHECK(cut.at(0).cut);
    const auto long_one = chain(json{{"chain", many}});
    CHECK(long_one.size() == 50);
    CHECK(long_one.back().cut);
    CHECK_FALSE(long_one.front().cut);
    CHECK(chain(json{{"chain", "x"}}).empty());
}
