#include "cli/problem.hpp"

#include "catch.hpp"
#include "util/error.hpp"

using namespace testskew;

TEST_CASE("a problem is named by its number, and a failure behind it by a letter") {
    CHECK(cli::problem_place("rerun", "12").number == 12);
    CHECK_FALSE(cli::problem_place("rerun", "12").behind);
    CHECK(cli::problem_place("rerun", "12b").number == 12);
    CHECK(cli::problem_place("rerun", "12b").behind == 0U);
    CHECK(cli::problem_place("rerun", "1d").behind == 2U);
    for (const char* text : {"", "b", "1a", "1B", "0b", "b1", "1bc"})
        CHECK_THROWS_AS(cli::problem_place("rerun", text), Error);
}
