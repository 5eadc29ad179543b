#include "profile/ini.hpp"

#include "catch.hpp"

using namespace testskew::profile;
using Lines = std::vector<std::string>;

TEST_CASE("the keys of a section come in the order of the file") {
    const std::string text =
        "[metadata]\nname = x\n\n[options]\nzip_safe: no\ninstall_requires =\n    a\n    b\n[other]\nc = 1\n";
    CHECK(ini_keys(text, "options") == Lines{"zip_safe", "install_requires"});
    CHECK(ini_keys(text, "metadata") == Lines{"name"});
    CHECK(ini_keys(text, "nowhere").empty());
}

TEST_CASE("continuation lines belong to the key above them") {
    const std::string text =
        "[testenv]\ndeps =\n    pytest\n\t-rmore.txt\n\n    # no requirement\n    ; neither\n    attrs # why\ncommands "
        "= pytest\n";
    CHECK(ini_values(text, "testenv", "deps") == Lines{"pytest", "-rmore.txt", "attrs"});
    CHECK(ini_values(text, "testenv", "commands") == Lines{"pytest"});
    CHECK(ini_values(text, "testenv", "nothing").empty());
}

TEST_CASE("a value on the line of its key is the first one") {
    CHECK(ini_values("[a]\nk = one\n  two\n", "a", "k") == Lines{"one", "two"});
    CHECK(ini_values("[a]\nk: one\n", "a", "k") == Lines{"one"});
    CHECK(ini_values("[a]\nk\n", "a", "k").empty());
}

TEST_CASE("white space around a section's name and carriage returns do not matter") {
    CHECK(ini_values("[ a ]\r\nk = v\r\n", "a", "k") == Lines{"v"});
}

TEST_CASE("an indented line before any key is not lost in another section") {
    CHECK(ini_keys("[a]\n  stray\nk = v\n", "a") == Lines{"k"});
    CHECK(ini_values("[a]\n  stray\nk = v\n", "a", "k") == Lines{"v"});
}
