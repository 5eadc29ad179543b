#include "recording/values.hpp"

#include <boost/json.hpp>

#include "catch.hpp"

using namespace testskew;
using namespace testskew::recording;
using boost::json::array;
using boost::json::object;
using boost::json::parse;

TEST_CASE("a text is capped, without a character cut in two, and is otherwise as it was written") {
    const std::string snowman = "\xE2\x98\x83";
    std::string many;
    while (many.size() < 70000) many += snowman;
    const Value record = object{{"a", many}, {"b", "PASSWORD=hunter2hunter2"}, {"c", 3}};
    const auto capped = text(record, "a");
    CHECK(capped.size() <= 65536);
    CHECK(capped.size() % 3 == 0);
    CHECK(capped.size() > 65530);
    CHECK(text(record, "b") == "PASSWORD=hunter2hunter2");  // the writers hide secrets
    CHECK(text(record, "c").empty());
    CHECK(text(record, "none").empty());
    CHECK(text(Value(3), "a").empty());
}

TEST_CASE("lists and maps keep what is of their type") {
    const Value record = parse(R"({"list":["a",1,null,"b"],
        "map":{"s":"x","i":3,"f":1.5,"b":true,"n":null,"l":[]}})");
    CHECK(names(record, "list") == std::vector<std::string>{"a", "b"});
    CHECK(names(record, "map").empty());
    CHECK(name_map(record, "map") ==
          std::map<std::string, std::string>{{"s", "x"}, {"i", "3"}, {"f", "1.5"}, {"b", "true"}});
    CHECK(name_map(record, "list").empty());
}

TEST_CASE("numbers are finite, and whole ones fit") {
    const Value record =
        object{{"n", 1.75},           {"big", 3e9},  {"huge", 1e300}, {"inf", std::numeric_limits<double>::infinity()},
               {"nan", std::nan("")}, {"minus", -4}, {"text", "4"},   {"bool", true}};
    CHECK(number(record, "n") == 1.75);
    CHECK(number(record, "inf") == 0);
    CHECK(number(record, "nan") == 0);
    CHECK(number(record, "text") == 0);
    CHECK(integer(record, "n") == 1);
    CHECK(integer(record, "minus") == -4);
    for (const char* key : {"big", "huge", "inf", "nan", "text", "bool", "none"}) CHECK(integer(record, key) == 0);
    CHECK(flag(record, "bool"));
    CHECK_FALSE(flag(record, "n"));
    CHECK_FALSE(flag(record, "none"));
}

TEST_CASE("a frame needs a path, a line and a function; source and kind may be missing") {
    CHECK_FALSE(frame(parse("[]")));
    CHECK_FALSE(frame(parse(R"(["a.py",3])")));
    CHECK_FALSE(frame(parse(R"({"path":"a.py"})")));
    const auto bare = frame(parse(R"(["a.py",3,"f"])"));
    REQUIRE(bare);
    CHECK(bare->path == "a.py");
    CHECK(bare->line == 3);
    CHECK(bare->function == "f");
    CHECK_FALSE(bare->project);
    CHECK(frame(parse(R"(["a.py",3,"f","x","p"])"))->project);
    CHECK_FALSE(frame(parse(R"(["a.py",3,"f","x","s"])"))->project);
    CHECK(frame(parse(R"([7,"x",null,[],1])"))->path.empty());
}

TEST_CASE("a chain keeps what an exception is about, and says where it was cut") {
    const auto one = chain(parse(R"({"chain":[7,{"type":"TypeError","message":"m","link":"cause","cut":true,
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

    const object deep = {{"type", "RecursionError"}, {"frames", array(500, array{"a.py", 3, "f"})}};
    const auto cut = chain(object{{"chain", array(1, deep)}});
    CHECK(cut.at(0).frames.size() == 400);
    CHECK(cut.at(0).cut);
    const auto long_one = chain(object{{"chain", array(60, object{{"type", "E"}})}});
    CHECK(long_one.size() == 50);
    CHECK(long_one.back().cut);
    CHECK_FALSE(long_one.front().cut);
    CHECK(chain(object{{"chain", "x"}}).empty());
}
