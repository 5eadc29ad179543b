#include "compare/normalise.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("normalise takes away what varies") {
    const std::pair<const char*, const char*> rows[] = {
        {"at 0x7f12ab", "at <addr>"},
        {"id 123e4567-e89b-12d3-a456-426614174000", "id <uuid>"},
        {"on 2026-11-22T10:15:02.5Z ok", "on <time> ok"},
        {"open /tmp/pytest-of-me/pytest-3/test_x0/a.txt", "open <path>/a.txt"},
        {"took 1.25 s", "took # s"},
        {"see https://errors.example/2.14/v/x now", "see <url> now"},
        {"digest 9f1c22ab77 end", "digest <hex> end"},
        {"tmpab12cd34 gone", "<tmp> gone"},
        {"/a and either/or", "/a and either/or"},
    };
    for (const auto& [text, expected] : rows) CHECK(compare::normalise(text) == expected);
}

TEST_CASE("normalise leaves alone what only looks as if it varied") {
    for (const char* text :
         {"", "plain words", "a/b and ./c", "deadbeef", "x0x1", "1.e", "a-b-c", "10:5", "//", "/", "cafe"}) {
        CAPTURE(text);
        std::string expected(text);
        for (auto& c : expected)
            if (c >= '0' && c <= '9') c = '#';
        CHECK(compare::normalise(text).size() <= expected.size());
        CHECK(compare::normalise(text).find('<') == std::string::npos);
    }
    CHECK(compare::normalise("v1x") == "v#x");
    CHECK(compare::normalise("x0x1f") == "x#x#f");  // within a word there is no address
}

TEST_CASE("normalising twice changes nothing more") {
    for (const char* text : {"at 0x7f12ab in /a/b/c.py on 2026-11-22", "https://x.example/1?a=2, 12.5 s",
                             "/tmp/tmpabcdefgh/x1.txt and tmpab12cd34"}) {
        const auto once = compare::normalise(text);
        CHECK(compare::normalise(once) == once);
    }
}
