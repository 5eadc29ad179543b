#include "util/memory_left.hpp"

#include "catch.hpp"

using testskew::how_many_fit;

TEST_CASE("as many run side by side as fit into memory, and at least one") {
    CHECK(how_many_fit(4, 100, 1000) == 4);
    CHECK(how_many_fit(4, 100, 250) == 2);
    CHECK(how_many_fit(4, 100, 50) == 1);
    CHECK(how_many_fit(1, 100, 50) == 1);
}

TEST_CASE("where nobody knows the sizes, all of them run") {
    CHECK(how_many_fit(4, 0, 50) == 4);
    CHECK(how_many_fit(4, 100, 0) == 4);
}

TEST_CASE("this machine says how much memory is left") { CHECK(testskew::memory_left() > 1000); }
