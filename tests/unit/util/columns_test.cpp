#include "util/columns.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("take_character reads UTF-8 sequences of each length") {
    const std::pair<const char*, char32_t> rows[] = {
        {"a", 0x61}, {"\xC3\xA9", 0xE9}, {"\xE6\x97\xA5", 0x65E5}, {"\xF0\x9F\x90\x8D", 0x1F40D}};
    for (const auto& [text, expected] : rows) {
        std::string_view rest = text;
        const std::size_t size = rest.size();
        std::size_t length = 0;
        CHECK(take_character(rest, length) == expected);
        CHECK(length == size);
        CHECK(rest.empty());
    }
}

TEST_CASE("take_character stays inside a text that ends in the middle of a character") {
    std::string_view rest = "\xE6\x97";
    std::size_t length = 0;
    take_character(rest, length);
    CHECK(length == 2);
    CHECK(rest.empty());
}

TEST_CASE("display_width counts columns, not characters or bytes") {
    CHECK(display_width("") == 0);
    CHECK(display_width("abc") == 3);
    CHECK(display_width("\xC3\xA9") == 1);  // "e" with an acute accent as one character
    // The same as two characters, of which the accent takes no column.
    CHECK(display_width("e\xCC\x81") == 1);
    CHECK(display_width("\xE6\x97\xA5\xE6\x9C\xAC") == 4);  // two Han characters
    CHECK(display_width("\xEF\xBF\xA5") == 2);              // the full-width yen sign
    CHECK(display_width("\xF0\x9F\x90\x8D!") == 3);         // an emoji
    CHECK(display_width("a\xE2\x80\x8D"
                        "b") == 2);  // a zero-width joiner
}

TEST_CASE("character_width knows where its ranges begin and end") {
    CHECK(character_width(0x2FF) == 1);
    CHECK(character_width(0x300) == 0);
    CHECK(character_width(0x36F) == 0);
    CHECK(character_width(0x370) == 1);
    CHECK(character_width(0x303E) == 2);
    CHECK(character_width(0x303F) == 1);  // the half-width fill space
    CHECK(character_width(0x1FAFF) == 2);
    CHECK(character_width(0x1FB00) == 1);
}

TEST_CASE("fitting_bytes never cuts a character and never exceeds the columns") {
    CHECK(fitting_bytes("abc", 5) == 3);
    CHECK(fitting_bytes("abc", 2) == 2);
    CHECK(fitting_bytes("abc", 0) == 0);
    CHECK(fitting_bytes("\xE6\x97\xA5\xE6\x9C\xAC", 3) == 3);  // the second character would take columns 3 and 4
    CHECK(fitting_bytes("e\xCC\x81x", 1) == 3);                // the combining accent stays with its letter
}
