#include "profile/toml.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;
using Lines = std::vector<std::string>;
using Kind = Node::Kind;

TEST_CASE("a key of too many names is refused, as the library would descend for each") {
    std::string key = "a";
    for (int i = 0; i < 40'000; ++i) key += ".a";
    for (const auto& text : {key + " = 1", "x = 1\n[" + key + "]", "x = {" + key + " = 1}"})
        CHECK_THROWS_WITH(parse_toml(text, "t"), ContainsSubstring("nested too deep"));
    CHECK(parse_toml("a.b.c = 'e.g. this. " + std::string(3000, '.') + "'", "t").find({"a", "b", "c"}));
}

TEST_CASE("values keep their kind, and numbers and dates their spelling") {
    const Node document =
        parse_toml("s = 'x'\ni = 0x1F\nf = 3.10\nb = true\nd = 2025-11-20\na = [1, 'two']\n[t]\nk = 1\n", "t");
    CHECK((document.find("s")->is(Kind::string) && document.find("s")->text == "x"));
    CHECK((document.find("i")->integer == 31 && document.find("i")->text == "0x1F"));
    CHECK((document.find("f")->is(Kind::floating) && document.find("f")->text == "3.10"));
    CHECK((document.find("b")->is(Kind::boolean) && document.find("b")->boolean));
    CHECK((document.find("d")->is(Kind::date) && document.find("d")->text == "2025-11-20"));
    CHECK((document.find("a")->is(Kind::array) && document.find("a")->items.size() == 2));
    CHECK(document.find("t")->is(Kind::table));
}

TEST_CASE("a value knows its line and column, and a table its order") {
    const Node document = parse_toml("zz = 1\n  aa = 'x'\n", "t");
    REQUIRE(document.members.size() == 2);
    CHECK(document.members[0].name == "zz");
    CHECK((document.members[1].line == 2 && document.members[1].column == 3));
    CHECK((document.members[1].value.line == 2 && document.members[1].value.column == 8));
}

TEST_CASE("keys are followed one inside the other") {
    const Node document = parse_toml("[tool.uv]\npackage = true\n", "t");
    REQUIRE(document.find({"tool", "uv", "package"}));
    CHECK(document.find({"tool", "uv", "package"})->boolean);
    CHECK_FALSE(document.find({"tool", "poetry", "package"}));
    CHECK_FALSE(document.find({"tool", "uv", "package", "deeper"}));
}

TEST_CASE("strings are those of a list, or the string itself") {
    const Node document = parse_toml("a = ['x', 1, 'y']\nb = 'z'\nc = 3\n", "t");
    CHECK(document.find("a")->strings() == Lines{"x", "y"});
    CHECK(document.find("b")->strings() == Lines{"z"});
    CHECK(document.find("c")->strings().empty());
}

TEST_CASE("a malformed document is one line with the place") {
    try {
        parse_toml("a = 1\nb = = 2\n", "conf.toml");
        FAIL("parsed");
    } catch (const Error& error) {
        const std::string message = error.what();
        CHECK(error.code == ExitCode::usage);
        CHECK(message.starts_with("conf.toml:2:5: "));
        CHECK(message.find('\n') == std::string::npos);
    }
    CHECK_THROWS_WITH(read_toml("/nowhere/x.toml"), ContainsSubstring("/nowhere/x.toml: this file cannot be read"));
}

TEST_CASE("kinds are named with their article") {
    CHECK(kind_name(Kind::table) == "a table");
    CHECK(kind_name(Kind::integer) == "a whole number");
    CHECK(kind_name(Kind::boolean) == "true or false");
}

TEST_CASE("a file is named relative to the current folder if it is below it") {
    const auto here = std::filesystem::current_path();
    CHECK(label_of(here / "sub" / "x.toml") == "sub/x.toml");
    CHECK(label_of("/nowhere/./x.toml") == "/nowhere/x.toml");
    CHECK(label_of("a/../x.toml") == "x.toml");
}
