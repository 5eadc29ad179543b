#include "divergence/apart.hpp"

#include "catch.hpp"

using namespace testskew::divergence;
using Pair = std::pair<std::string, std::string>;

TEST_CASE("short values are shown whole") {
    CHECK(apart("None", "3") == Pair{"None", "3"});
    CHECK(apart("[1, 2]", "[1, 2, 3]") == Pair{"[1, 2]", "[1, 2, 3]"});
}

TEST_CASE("long values are shown from shortly before they part, at a word") {
    const std::string alike = "Config(name='the name of it', mode='of today', level=";
    CHECK(apart(alike + "1)", alike + "20)") == Pair{"...mode='of today', level=1)", "...mode='of today', level=20)"});
    const std::string letters(60, 'x'),
        snowmen =
            "\xE2\x98\x83\xE2\x98\x83\xE2\x98\x83\xE2\x98\x83\xE2\x98\x83\xE2\x98\x83\xE2\x98\x83\xE2\x98\x83\xE2\x98"
            "\x83\xE2\x98\x83\xE2\x98\x83\xE2\x98\x83\xE2\x98\x83\xE2\x98\x83\xE2\x98\x83";
    CHECK(apart(letters + "a", letters + "b").first.ends_with("xxxa"));
    CHECK(apart(snowmen + "a", snowmen + "b").first.starts_with("...\xE2\x98\x83"));
}

TEST_CASE("colours are left out where something else differs, and told where nothing else does") {
    CHECK(apart("'\\x1b[1;31mno\\x1b[0m'", "'yes'") == Pair{"'no'", "'yes'"});
    CHECK(apart("'\\x1b[1mno\\x1b[0m'", "'no'") == Pair{"in colours", "without colours"});
    CHECK(apart("'\\x1b[1m       ...", "'            ...") == Pair{"in colours", "without colours"});
    CHECK(apart("'\\x1b[1mno'", "'\\x1b[2mno'") == Pair{"in some colours", "in others"});
}

TEST_CASE("what differs only in what is not kept says nothing") {
    CHECK(apart("'abc...", "'abcdef...") == Pair{});
    CHECK(apart("'abc...", "'abcdef'") == Pair{});
    CHECK(apart("'ab'", "'abcdef...") == Pair{"'ab'", "'abcdef..."});
}
