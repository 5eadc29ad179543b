#include "environment/conflicts.hpp"

#include "catch.hpp"

using namespace testskew::environment;

TEST_CASE("conflicts are read from what pip check prints") {
    const auto found = read_conflicts(
        "Checked 2 packages in 1ms\nFound 2 incompatibilities\nThe package `fastapi` requires "
        "`starlette>=0.27.0,<0.28.0`, but `0.40.0` is installed\nThe package `Foo_Bar` requires `baz[x] ; "
        "python_version < '3.9'`, but it's not installed\n");
    REQUIRE(found.size() == 2);
    CHECK(found[0].package == "fastapi");
    CHECK(found[0].needs == "starlette");
    CHECK(found[0].requirement == "starlette>=0.27.0,<0.28.0");
    CHECK(found[0].found == "0.40.0");
    CHECK(found[1].package == "foo-bar");
    CHECK(found[1].needs == "baz");
    CHECK(found[1].found.empty());
}

TEST_CASE("lines about something else are no conflicts") {
    CHECK(read_conflicts("").empty());
    CHECK(read_conflicts("All installed packages are compatible\n").empty());
    CHECK(read_conflicts("The package `x` was built for a different platform\n").empty());
    CHECK(read_conflicts("The package `x` requires Python >=3.10, but `3.9.1` is installed\n").empty());
}
