#include "ci/yaml.hpp"

#include "catch.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::ci;

TEST_CASE("scalars of YAML keep their text, their quotes and their line") {
    const Yaml node = parse_yaml("a: 3.10\nb: \"3.10\"\nc: |\n  one\n  two\nd:\n", "x.yml");
    CHECK(plain_value(*node.find("a")) == "3.1");
    CHECK(plain_value(*node.find("b")) == "3.10");
    CHECK(node.find("c")->text == "one\ntwo\n");
    CHECK(node.find("c")->line == 4);
    CHECK(node.find("c")->literal);
    CHECK(node.find("d")->is(Yaml::Kind::null));
}

TEST_CASE("numbers and booleans become the texts that they are for a CI") {
    const Yaml node = parse_yaml("[True, 1440, 3.0, 3.12.10, yes, 012, -1]", "x.yml");
    std::vector<std::string> texts;
    for (const auto& item : node.items) texts.push_back(plain_value(item));
    CHECK(texts == std::vector<std::string>{"true", "1440", "3", "3.12.10", "yes", "12", "-1"});
}

TEST_CASE("aliases are followed, and merge keys where they count") {
    const std::string text = "base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n";
    const Yaml merged = parse_yaml(text, "x.yml");
    CHECK(merged.find({"use", "x"})->text == "1");
    CHECK(merged.find({"use", "y"})->text == "3");
    const Yaml plain = parse_yaml(text, "x.yml", {false, true});
    CHECK(plain.find({"use", "x"}) == nullptr);
    CHECK(plain.find({"use", "<<", "x"})->text == "1");
}

TEST_CASE("malformed YAML is one line with its place") {
    CHECK_THROWS_WITH(parse_yaml("a:\n\t- b\n", "x.yml"), ContainsSubstring("x.yml:2:") && ContainsSubstring("tabs"));
    CHECK_THROWS_WITH(parse_yaml("a: 1\na: 2\n", "x.yml", {false, false}), ContainsSubstring("stands twice"));
    CHECK(parse_yaml("a: 1\na: 2\n", "x.yml").find("a")->text == "2");
    CHECK_THROWS_WITH(parse_yaml(std::string(200, '['), "x.yml"), ContainsSubstring("x.yml:"));
}

TEST_CASE("a YAML bomb is refused while it grows") {
    std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
    for (char c = 'b'; c < 'j'; ++c) {
        bomb += std::string(1, c) + ": &" + c + " [";
        for (int i = 0; i < 10; ++i) bomb += std::string(i ? "," : "") + "*" + static_cast<char>(c - 1);
        bomb += "]\n";
    }
    CHECK_THROWS_WITH(parse_yaml(bomb, "x.yml"), ContainsSubstring("more than 200000 values"));
}
