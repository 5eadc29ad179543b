#include "catch.hpp"
#include "pack/instead.hpp"
#include "pack/notes.hpp"

using namespace testskew::pack;

namespace {

const std::string good = R"(
[[note]]
id = "one"
subject = "random.sample"
kind = "python"
since = "3.11"
what = """no longer
accepts a set"""
types = ["TypeError", "ValueError"]
message = ["must be"]
source = "changelog"
)";

std::string merged(const std::string& text) { return merged_notes({{"notes.toml", text}}); }

/// Packs the valid note, with one part of it replaced.
std::string with(std::string_view part, const std::string& by) {
    std::string text = good;
    return merged(text.replace(text.find(part), part.size(), by));
}

std::string instead(const std::string& text) { return merged_instead({{"instead.toml", text}}); }

}  // namespace

TEST_CASE("a note becomes one line; what only its keepers need stays out") {
    CHECK(merged(good) ==
          "one\x1frandom.sample\x1fpython\x1f\x1f"
          "3.11\x1f\x1fno longer accepts a set\x1f\x1f"
          "TypeError\x1eValueError\x1e\x1fmust be\x1e\x1f\x1f\n");
}

TEST_CASE("a note that is wrong stops the build, and is named") {
    CHECK_THROWS_WITH(with("id = \"one\"", ""), "notes.toml: note \"\": has no id");
    CHECK_THROWS_WITH(with("what =", "snippet ="), "notes.toml: note \"one\": has no what");
    CHECK_THROWS_WITH(with("source", "sources"), "notes.toml: note \"one\": has an unknown key sources");
    CHECK_THROWS_WITH(with("\"python\"", "\"snake\""), "notes.toml: note \"one\": kind is python or package");
    CHECK_THROWS_WITH(with("\"python\"", "\"package\""),
                      "notes.toml: note \"one\": package is named where kind is package, and only there");
    CHECK_THROWS_WITH(with("\"must be\"", "\"\""),
                      "notes.toml: note \"one\": message is a list of texts, none of them empty");
    CHECK_THROWS_WITH(with("\"must be\"", "3"),
                      "notes.toml: note \"one\": message is a list of texts, none of them empty");
    CHECK_THROWS_WITH(merged(good + good), "notes.toml: note \"one\": its id is there twice");
    CHECK_THROWS_WITH(merged("x = 1"), "notes.toml: no [[note]]");
}

TEST_CASE("an instead table becomes a line for each row") {
    CHECK(instead("[instead]\n\"b.c, parameter d\" = 'say \"e\"'\na = \"f\"\n") ==
          "a\x1f"
          "f\nb.c, parameter d\x1fsay \"e\"\n");
}

TEST_CASE("an instead table that is wrong stops the build") {
    CHECK_THROWS_WITH(instead("[other]\n"), "instead.toml: has one table, [instead]");
    CHECK_THROWS_WITH(instead("[instead]\na = \"\"\n"), "instead.toml: \"a\" is a text of one line, and not empty");
    CHECK_THROWS_WITH(instead("[instead]\na = 3\n"), "instead.toml: \"a\" is a text of one line, and not empty");
    CHECK_THROWS_WITH(instead("[instead]\na = \"b\\nc\"\n"),
                      "instead.toml: \"a\" is a text of one line, and not empty");
    CHECK_THROWS(instead("[instead]\na = \"b\"\na = \"c\"\n"));
}
