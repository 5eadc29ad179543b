#include "profile/declared.hpp"

#include "catch.hpp"

using namespace testskew::profile;

TEST_CASE("names for tests are known in every spelling") {
    for (const char* name : {"test", "Tests", "dev", "DEV_TEST", "unit.tests", "dev--dependencies", "pytest"})
        CHECK(is_test_name(name));
    for (const char* name : {"docs", "testing-docs", "tested", "", "all"}) CHECK_FALSE(is_test_name(name));
}

TEST_CASE("a requirement names its distribution at its start") {
    CHECK(name_of_requirement("Foo_Bar[x]>=1 ; python_version > '3'") == "foo-bar");
    CHECK(name_of_requirement("  pytest  # the runner") == "pytest");
    CHECK(name_of_requirement("pytest") == "pytest");
    CHECK(name_of_requirement("-r other.txt").empty());
    CHECK(name_of_requirement("./folder").empty());
    CHECK(name_of_requirement("# pytest").empty());
    CHECK(name_of_requirement("").empty());
}
