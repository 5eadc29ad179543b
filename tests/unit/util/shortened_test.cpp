#include "util/shortened.hpp"

#include "catch.hpp"

using namespace testskew;
using Names = std::vector<std::string>;

TEST_CASE("of many names the first are told, and how many more there are") {
    CHECK(some_of({"a", "b", "c", "d"}, 2) == "a, b and 2 more");
    CHECK(shortened({"a", "b", "c", "d"}, 2) == Names{"a", "b", "2 more"});
}

TEST_CASE("of few names all are told") {
    CHECK(some_of({"a", "b"}, 2) == "a, b");
    CHECK(shortened({"a", "b"}, 2) == Names{"a", "b"});
    CHECK(some_of({}, 3).empty());
    CHECK(shortened({}, 3).empty());
}
