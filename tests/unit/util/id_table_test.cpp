#include "util/id_table.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("each text has one number, in the order in which it came") {
    IdTable table;
    for (int round = 0; round < 2; ++round)
        for (std::size_t i = 0; i < 5000; ++i) REQUIRE(table.at("test_" + std::to_string(i)) == i);
    CHECK(table.size() == 5000);
    CHECK(table[4999] == "test_4999");
    CHECK(table.at("") == 5000);
    CHECK(table.find("test_17") == 17);
    CHECK(table.find("test_no") == table.size());
    CHECK(IdTable().find("x") == 0);
}

TEST_CASE("the last text and the next one are guessed, up to the end that is asked for") {
    IdTable table;
    table.at("a"), table.at("ab"), table.at("c");
    table.at("a");
    CHECK(table.guess("a\" and more", '"') == 0);
    CHECK(table.guess("ab\"", '"') == 1);
    CHECK(table.guess("ab", '"') == 3);
    CHECK(table.guess("a\"", '"') == 3);  // it is neither the last one nor the next one
}
